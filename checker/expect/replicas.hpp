#pragma once

#include "checker/core/check.hpp"

/// What is demanded of the balance between replicas (RULINGS: round robin).
namespace pinko::expect {

/// On one kept connection the replicas are hit in a fixed cyclic order of all `replicas`, in every
/// row that was taken. Rows that disagree are unstable. `usual` is how many there should be where
/// the user did not choose.
[[nodiscard]] Finding takes_turns(const ReplicaSample& seen, int usual, const Sources& task);

/// Over fresh connections the counts differ by at most the number of nginx workers.
[[nodiscard]] Finding shares_evenly(const ReplicaSample& seen, int replicas, const Sources& task);

}  // namespace pinko::expect

#pragma once

#include "checker/expect/reason.hpp"

namespace pinko::expect {

/// Where the back end never calls CORS: all that its files lack for pages of another origin to read
/// the answers, and the place for the call. Empty where it is called.
[[nodiscard]] Reason cors_never_called(const Sources& task);

/// CORS is called for some paths alone, and the API's is none of them; empty otherwise.
[[nodiscard]] Reason cors_for_other_path(const std::string& api, const Sources& task);

}  // namespace pinko::expect

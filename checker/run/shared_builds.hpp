#pragma once

#include "checker/core/result.hpp"
#include "checker/engine/container_values.hpp"
#include "checker/util/folder_content.hpp"

#include <chrono>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <vector>

namespace pinko::run {

/// The images that one run has built. The tasks of a submission go on from each other, so that many
/// of their folders are equal: what an equal build made gets one more name, and is not made again.
/// Of a failure each task hears from the builder itself, unless it took so long that one more would
/// cost the run its time. Used from several threads at once.
class SharedBuilds {
 public:
  explicit SharedBuilds(std::chrono::milliseconds long_failure = std::chrono::minutes(1))
      : long_failure_(long_failure) {}

  /// What is done for a request; both are called at most once.
  struct Ways {
    std::function<Result<engine::BuildOutcome>()> build;     ///< as the request says
    std::function<Status(const std::string& image)> rename;  ///< gives an image the request's tag
  };

  /// Waits for an equal build that another task has begun, and builds where there is none, where
  /// it failed soon, or where its image is gone again.
  [[nodiscard]] Result<engine::BuildOutcome> make(const engine::BuildRequest& request,
                                                  const Ways& ways);

 private:
  using Made = std::optional<Result<engine::BuildOutcome>>;  ///< nothing: each builds by itself

  struct Begun {
    engine::BuildRequest request;
    std::vector<FolderEntry> entries;
    std::shared_future<Made> made;
  };

  [[nodiscard]] const Begun* find(const Begun& wanted) const;

  std::chrono::milliseconds long_failure_;
  std::mutex mutex_;
  std::vector<Begun> begun_;  ///< the newest last: the image of an older one may be gone
};

}  // namespace pinko::run

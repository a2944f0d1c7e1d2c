#pragma once

#include <string>
#include <string_view>

namespace pinko::engine {

/// The part of a builder's output that is about the failure.
struct FailedBuild {
  std::string step = {};         ///< the instruction that failed: "RUN apt-get-update"
  std::string text = {};         ///< what that step printed, and the builder's last words
  bool fetching_base = false;    ///< it failed while an image was looked for
  bool fetching_reader = false;  ///< that one was the reader of Dockerfiles that `# syntax=` names
  bool in_command = false;       ///< it failed in a RUN
  bool killed = false;           ///< the command was ended by SIGKILL
  /// A command failed, and the builder does not show what it printed: another build, which runs the
  /// same instruction at the same time, may have got all of it.
  bool unheard = false;
};

/// Reads the plain progress of BuildKit (`#5 [2/3] RUN …`), of the classic builder
/// (`Step 2/3 : RUN …`) or of Podman (`STEP 2/3: RUN …`), from a build that failed.
[[nodiscard]] FailedBuild read_failed_build(std::string_view output);

}  // namespace pinko::engine

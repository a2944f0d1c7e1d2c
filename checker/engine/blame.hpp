#pragma once

#include "checker/core/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace pinko::engine {

/// What is known of a build or pull that failed.
struct BuildFailure {
  std::string_view output = {};  ///< plain progress of any builder; the end of it is enough
  int exit_code = 0;
  bool timed_out = false;
  /// True where the bases are stand-ins and pip reads their wheels alone: a package other than
  /// flask and its own needs is then not to be had, nor what only Ubuntu's archive has, which says
  /// nothing about the student.
  bool without_python_index = false;
};

/// Whose fault a failed build is.
struct Blame {
  std::optional<ErrorCode> ours = {};  ///< nothing: the student's to mend
  std::string cause = {};              ///< one sentence; may be empty when it is the student's
  std::string step = {};               ///< the instruction that failed, as the builder printed it
  bool fetching_reader = false;  ///< it failed before it read: it lacks what `# syntax=` names
};

/// Tells the student's mistakes from a registry, mirror, index, engine, disk or memory that failed.
[[nodiscard]] Blame blame(const BuildFailure& failure);

/// A server that did not start or ended with an error, and what is other here than where the
/// student tried it.
struct EndedServer {
  std::string_view name = {};
  std::string_view log = {};
  std::string_view stand_in = {};  ///< "nginx:latest" where its image has a stand-in of that below
  bool kept_from_writing = false;  ///< it asked for files of the task to write to
  bool without_volume = false;     ///< it lacks a volume within such a folder
};

/// What ended a server here and would not elsewhere; nothing where no such thing is to be seen.
[[nodiscard]] std::optional<Error> ended_by_us(const EndedServer& server);

}  // namespace pinko::engine

#pragma once

#include "checker/expect/reason.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pinko::expect {

/// Which of a task's files stand behind a log.
struct LogFiles {
  std::string conf;  ///< nginx's configuration, from the task's folder; may be empty
  std::string api;   ///< api.py, from the task's folder; may be empty
};

/// The files of a role, wherever this task keeps them.
[[nodiscard]] LogFiles files_of(std::string_view role, const Sources& task);

/// What the containers of a role printed, of a text in which each has a heading `[name]`; the whole
/// text where it has no headings.
[[nodiscard]] std::string log_of(std::string_view logs, std::string_view role, const Sources& task);

/// Reads what a container printed before it ended, or why it does not answer.
[[nodiscard]] Reason recognise_log(std::string_view log,
                                   const LogFiles& files,
                                   const Sources& task);

/// The same for a container that has ended, whose exit code may tell what its log does not.
struct Ended {
  int exit_code = 0;
  bool out_of_memory = false;
  std::string_view log;
};
[[nodiscard]] Reason recognise_end(const Ended& end, const LogFiles& files, const Sources& task);

/// Where a server never answered, and its log is no more than what task 0 prints.
[[nodiscard]] Reason recognise_greeting(std::string_view log,
                                        const LogFiles& files,
                                        const Sources& task);

/// Explains a finding by a server that ended and is asked in vain. What it stumbled over in its own
/// file was there whatever command started it; only the name of the service that the command
/// multiplies may be missing for another reason.
void explain_silence(Finding& finding, Reason reason);

/// A server that says that it is up, and is asked in vain, does not wait for another that ended.
void follow_unless_up(Finding& finding, std::string_view log);

}  // namespace pinko::expect

#pragma once

#include "checker/core/report.hpp"

#include <span>
#include <string>
#include <string_view>

namespace pinko::report {

enum class Verbosity { quiet, normal, verbose };

/// How a report is to look. Formats for machines ignore the looks.
struct WriteOptions {
  bool color = false;
  bool unicode = true;  ///< false: marks and rules in ASCII
  int width = 80;       ///< columns of the terminal
  Verbosity verbosity = Verbosity::normal;
  std::string token;        ///< random; hexadecimal digits. Keeps workflow commands shut off
  bool stands_in = false;   ///< the reader stands in the repository: no command has to name it
  std::string screenshots;  ///< the folder in which taskN.png stand, as JUnit files name it
};

/// One format: a pure function from a report to a text, UTF-8 with LF.
struct Writer {
  std::string_view name;  ///< as in `--format name:FILE`
  std::string_view description;
  std::string (*write)(const Report&, const WriteOptions&) = nullptr;
  /// Its reader takes the file that is there when the time is over: written anew as each task ends.
  bool as_tasks_end = false;
  bool shows_pages = false;  ///< as the browser showed them
};

/// Every format there is. Each cleans the report first: nothing of a submission is printed raw.
[[nodiscard]] std::span<const Writer> all_writers();

/// The writer of that name, or null.
[[nodiscard]] const Writer* find_writer(std::string_view name);

/// A task in one line without a line end, for progress where there is no terminal.
[[nodiscard]] std::string console_summary_line(const TaskReport& task,
                                               const WriteOptions& options = {});

}  // namespace pinko::report

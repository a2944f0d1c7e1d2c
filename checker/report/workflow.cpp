#include "checker/report/workflow.hpp"

#include "checker/util/text.hpp"

#include <algorithm>
#include <iterator>

namespace pinko::report {
namespace {

constexpr std::string_view kOld = "##[";

/// Replaces the `::` that lines begin with, white space apart.
std::string without_leading(std::string_view text, std::string_view instead) {
  std::string safe;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    std::string_view line = text.substr(at, end - at);
    const std::size_t start = std::min(line.find_first_not_of(" \t"), line.size());
    safe += line.substr(0, start);
    line.remove_prefix(start);
    if (line.starts_with("::")) {
      safe += instead;
      line.remove_prefix(2);
    }
    safe += line;
    at = end;
  }
  return safe;
}

}  // namespace

std::string for_workflow_log(std::string_view format, std::string text, const std::string& token) {
  if (format == "github" || format == "markdown") return text;  // they see to it themselves
  if (format == "console") {
    return "::stop-commands::" + token + '\n' + text + "::" + token + "::\n";
  }
  if (format == "html" || format == "junit") {
    return replace_all(without_leading(text, "&#58;:"), kOld, "#&#35;[");
  }
  if (format == "csv") return replace_all(std::move(text), kOld, "## [");
  return replace_all(std::move(text), kOld, "#\\u0023[");
}

std::string without_commands(std::string_view text) {
  return replace_all(without_leading(text, ": :"), kOld, "## [");
}

}  // namespace pinko::report

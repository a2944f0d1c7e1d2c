#include "checker/causes/lines.hpp"

#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes {

std::optional<discovery::Dockerfile> dockerfile_at(const Sources& task, const std::string& path) {
  const std::string* text = task.find(expect::from_task(task, path));
  if (text == nullptr) return std::nullopt;
  return discovery::parse_dockerfile(*text, path);
}

std::vector<std::string_view> file_lines(const Sources& task, std::string_view path) {
  const std::string* text = task.find(expect::from_task(task, path));
  return text == nullptr ? std::vector<std::string_view>() : split_lines(*text);
}

std::string line_at(const Sources& task, const Location& where) {
  if (where.line < 1) return {};
  const auto lines = file_lines(task, where.path);
  const auto number = static_cast<std::size_t>(where.line);
  return number > lines.size() ? std::string() : std::string(lines[number - 1]);
}

std::string_view indent_of(std::string_view line) {
  return line.substr(0, std::min(line.size(), line.find_first_not_of(" \t")));
}

std::string with(std::string_view line, std::string_view from, std::string_view to) {
  const std::size_t at = from.empty() ? std::string_view::npos : line.find(from);
  if (at == std::string_view::npos) return {};
  return std::string(line.substr(0, at)) + std::string(to) +
         std::string(line.substr(at + from.size()));
}

std::string with_place(const Sources& task, const Location& where, std::string_view replacement) {
  const std::string line = line_at(task, where);
  const bool one_line = where.end_line == where.line && where.column > 0;
  if (line.empty() || !one_line || where.end_column <= where.column) return {};
  const auto begin = static_cast<std::size_t>(where.column - 1);
  const auto end = static_cast<std::size_t>(where.end_column - 1);
  if (end > line.size()) return {};
  return line.substr(0, begin) + std::string(replacement) + line.substr(end);
}

}  // namespace pinko::causes

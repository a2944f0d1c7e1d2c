#include "checker/causes/compose_lines.hpp"

#include "checker/causes/lines.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes {

const std::vector<std::string>& compose_keys() {
  static const std::vector<std::string> all{
      "services",       "build",    "context",  "dockerfile",  "image",   "ports",
      "expose",         "volumes",  "networks", "depends_on",  "command", "environment",
      "container_name", "restart",  "version",  "env_file",    "deploy",  "replicas",
      "entrypoint",     "hostname", "links",    "healthcheck", "scale",   "working_dir"};
  return all;
}

bool ComposeLine::is_known() const {
  return std::ranges::find(compose_keys(), key) != compose_keys().end();
}

bool ComposeLine::says() const {
  const std::string_view words = trim(written);
  return !words.empty() && !words.starts_with('#');
}

std::vector<ComposeLine> compose_lines(const Case& failure) {
  const auto* seen = std::get_if<ComposeSeen>(&failure.seen);
  if (seen == nullptr) return {};
  std::vector<ComposeLine> lines;
  int number = 0;
  for (const std::string_view text : split_lines(seen->file.bytes)) {
    ComposeLine line{.where = {.path = seen->file.path, .line = ++number},
                     .written = std::string(text),
                     .key = {},
                     .value = {}};
    line.indent = indent_of(text).size();
    line.where.column = static_cast<int>(line.indent) + 1;
    std::string_view words = trim(text);
    if (words.starts_with('#')) words = {};
    const std::size_t end =
        words.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    if (end != std::string_view::npos && end > 0 && words[end] == ':') {
      line.key = words.substr(0, end);
      line.value = words.substr(end + 1);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<const ComposeLine*> service_lines(const std::vector<ComposeLine>& lines) {
  std::vector<const ComposeLine*> names;
  bool in_services = false;
  std::size_t height = 0;
  for (const ComposeLine& line : lines) {
    if (!line.says()) continue;
    if (line.indent == 0) {
      if (line.written.starts_with("---") && !names.empty()) break;
      in_services = line.key == "services";
      height = 0;
    } else if (in_services) {
      if (height == 0) height = line.indent;
      if (line.indent == height && !line.key.empty()) names.push_back(&line);
    }
  }
  return names;
}

const ComposeLine* next_line(const std::vector<ComposeLine>& lines, const ComposeLine& line) {
  const auto next = std::find_if(lines.begin() + line.where.line,
                                 lines.end(),
                                 [](const ComposeLine& one) { return one.says(); });
  return next == lines.end() ? nullptr : &*next;
}

std::vector<const ComposeLine*> lines_below(const std::vector<ComposeLine>& lines,
                                            const ComposeLine& head) {
  std::vector<const ComposeLine*> below;
  for (std::size_t i = static_cast<std::size_t>(head.where.line); i < lines.size(); ++i) {
    if (!lines[i].says()) continue;
    if (lines[i].indent <= head.indent) break;
    below.push_back(&lines[i]);
  }
  return below;
}

bool is_refused(const Case& failure) {
  const auto* seen = std::get_if<ComposeSeen>(&failure.seen);
  return seen != nullptr && !seen->accepted;
}

}  // namespace pinko::causes

#include "checker/causes/closer.hpp"
#include "checker/causes/lines.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace pinko::causes::closer {
namespace {

/// A sign as editors and web pages write it, and the one of a keyboard.
struct Sign {
  std::string_view pasted;
  std::string_view typed;
};

constexpr std::array kBlanks{Sign{"\xC2\xA0", " "},
                             Sign{"\xE2\x80\x87", " "},
                             Sign{"\xE2\x80\x89", " "},
                             Sign{"\xE2\x80\xAF", " "},
                             Sign{"\xE3\x80\x80", " "},
                             Sign{"\xE2\x80\x8B", ""}};
constexpr std::array kQuotes{
    Sign{"“", "\""}, Sign{"”", "\""}, Sign{"„", "\""}, Sign{"‘", "'"}, Sign{"’", "'"}};

enum class Kind { dockerfile, compose, nginx, python, other };

Kind kind_of(std::string_view path) {
  if (path.ends_with("Dockerfile")) return Kind::dockerfile;
  if (path.ends_with(".yml") || path.ends_with(".yaml")) return Kind::compose;
  if (path.ends_with(".conf")) return Kind::nginx;
  return path.ends_with(".py") ? Kind::python : Kind::other;
}

/// Where the first of the signs stands in what a line says; npos where none does.
std::size_t first_of(std::string_view line, std::span<const Sign> signs) {
  const std::string_view says = line.substr(0, std::min(line.find(" #"), line.size()));
  std::size_t first = std::string_view::npos;
  if (trim(says).starts_with('#')) return first;
  for (const Sign& sign : signs)
    first = std::min(first, says.find(sign.pasted));
  return first;
}

std::string typed(std::string line, std::span<const Sign> signs) {
  for (const Sign& sign : signs)
    line = replace_all(std::move(line), sign.pasted, sign.typed);
  return line;
}

/// The lines in which the mistake may be, from the place that the judgement names.
struct Range {
  int first = 1;
  int last = 0;
};

Range lines_of(const Case& failure, Kind kind, std::span<const std::string_view> lines) {
  const int named = failure.finding.where.front().line;
  const int all = static_cast<int>(lines.size());
  if (named < 1 || named > all) return {.first = 1, .last = all};
  const auto line = [lines](int number) { return lines[static_cast<std::size_t>(number) - 1]; };
  Range range{.first = named, .last = named};
  if (kind == Kind::compose && failure.finding.cause_id.starts_with("service-without-")) {
    const std::size_t indent = indent_of(line(named)).size();
    while (range.last < all && (trim(line(range.last + 1)).empty() ||
                                indent_of(line(range.last + 1)).size() > indent)) {
      ++range.last;
    }
  } else if (kind == Kind::compose) {
    // A reader of YAML notices a wrong indentation lines below.
    range.first = 1;
  } else if (kind == Kind::dockerfile) {
    while (range.last < all && trim(line(range.last)).ends_with('\\'))
      ++range.last;
  }
  return range;
}

Found pasted(const Case& failure, const Cause& cause, std::span<const Sign> signs, Kind kind) {
  const Sources& task = failure.evidence.sources;
  const std::string& path = failure.finding.where.front().path;
  const std::string top = task.folder + '/';
  const std::string* text = path.starts_with(top) ? task.find(path.substr(top.size())) : nullptr;
  if (text == nullptr) return std::nullopt;
  const std::vector<std::string_view> lines = split_lines(*text);
  const Range range = lines_of(failure, kind, lines);
  for (int number = range.first; number <= range.last; ++number) {
    const std::string_view line = lines[static_cast<std::size_t>(number) - 1];
    const std::size_t at = first_of(line, signs);
    if (at == std::string_view::npos) continue;
    return Diagnosis{.cause_id = std::string(cause.id),
                     .where = {{.path = path, .line = number, .column = static_cast<int>(at) + 1}},
                     .corrected = typed(std::string(line), signs)};
  }
  return std::nullopt;
}

/// The kind of the file to which the judgement points, where a sign in it can be why it failed.
Kind suspect(const Case& failure) {
  if (failure.finding.where.empty()) return Kind::other;
  const Kind kind = kind_of(failure.finding.where.front().path);
  const std::string& id = failure.finding.cause_id;
  if (kind == Kind::python && id != "python-syntax") return Kind::other;
  if (kind == Kind::nginx && !id.starts_with("nginx-")) return Kind::other;
  const auto* seen = std::get_if<ComposeSeen>(&failure.seen);
  if (kind == Kind::compose && (seen == nullptr || seen->accepted)) return Kind::other;
  return kind;
}

}  // namespace

Found no_break_space(const Case& failure, const Cause& cause) {
  const Kind kind = suspect(failure);
  if (kind == Kind::other) return std::nullopt;
  return pasted(failure, cause, kBlanks, kind);
}

Found typographic_quotes(const Case& failure, const Cause& cause) {
  const Kind kind = suspect(failure);
  // In a Dockerfile shells take them for letters, and Docker says what it makes of brackets.
  if (kind == Kind::other || kind == Kind::dockerfile) return std::nullopt;
  return pasted(failure, cause, kQuotes, kind);
}

}  // namespace pinko::causes::closer

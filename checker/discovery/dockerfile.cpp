#include "checker/discovery/dockerfile.hpp"

#include "checker/discovery/dockerfile_parse.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <iterator>

namespace pinko::discovery {
namespace {

constexpr std::size_t kMostDockerfileBytes = 4 * 1024 * 1024;
constexpr std::size_t kMostInstructions = 5000;
constexpr std::string_view kBlank = " \t\v\f\r";

bool is_blank(std::string_view line) {
  return line.find_first_not_of(kBlank) == std::string_view::npos;
}

bool is_comment(std::string_view line) {
  const std::size_t first = line.find_first_not_of(kBlank);
  return first != std::string_view::npos && line[first] == '#';
}

/// Reads a Dockerfile line by line, as Docker's own parser does.
class Reader {
 public:
  Reader(std::string_view text, std::string_view path, Dockerfile& file)
      : text_(text),
        index_(text, path),
        file_(file),
        at_(text.size() - without_bom(text).size()) {}

  void read() {
    read_directives();
    while (at_ < text_.size()) {
      if (file_.instructions.size() == kMostInstructions) {
        file_.truncated = true;
        return;
      }
      const std::size_t begin = at_;
      const std::string_view line = next_line();
      if (!is_blank(line) && !is_comment(line)) read_instruction(begin, line);
    }
  }

 private:
  /// The next line without its end.
  std::string_view next_line() {
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string_view line = text_.substr(at_, end - at_);
    if (line.ends_with('\r')) line.remove_suffix(1);
    at_ = end == text_.size() ? end : end + 1;
    return line;
  }

  /// `# syntax=…` and `# escape=…`, which count above everything else only.
  void read_directives() {
    for (;;) {
      const std::size_t begin = at_;
      const std::string_view line = trim(next_line());
      const std::size_t equals = line.find('=');
      if (!line.starts_with('#') || equals == std::string_view::npos) {
        at_ = begin;
        return;
      }
      const std::string key = to_lower(trim(line.substr(1, equals - 1)));
      const std::string_view value = trim(line.substr(equals + 1));
      if (key == "syntax") {
        file_.syntax = value;
      } else if (key == "escape" && (value == "`" || value == "\\")) {
        file_.escape = value.front();
      } else if (key == "escape") {
        add_problem(file_, index_.at(begin), "escape can be ` or \\ only");
      } else if (key != "check") {
        at_ = begin;
        return;
      }
    }
  }

  /// Cuts the escape at a line's end; true when the line goes on.
  [[nodiscard]] bool cut_continuation(std::string_view& line) const {
    const std::size_t last = line.find_last_not_of(" \t");
    if (last == std::string_view::npos || line[last] != file_.escape) return false;
    if (last > 0 && line[last - 1] == file_.escape) return false;
    line = line.substr(0, last);
    return true;
  }

  void append(Instruction& instruction, std::string_view line, std::size_t offset) {
    instruction.lines.push_back(
        {.offset = instruction.arguments.size(), .where = index_.at(offset)});
    instruction.arguments += line;
  }

  void read_instruction(std::size_t begin, std::string_view line) {
    Instruction instruction;
    const std::size_t indent = line.find_first_not_of(kBlank);
    begin += indent;
    line.remove_prefix(indent);
    bool goes_on = cut_continuation(line);
    append(instruction, line, begin);
    std::size_t end = begin + line.size();
    while (goes_on && at_ < text_.size()) {
      const std::size_t start = at_;
      std::string_view next = next_line();
      if (is_blank(next) || is_comment(next)) continue;
      end = start + next.size();
      goes_on = cut_continuation(next);
      append(instruction, next, start);
    }
    instruction.where = index_.span(begin, end);
    take_apart(instruction);
    read_heredocs(instruction);
    const std::size_t raw_end = instruction.heredocs.empty() ? end : at_;
    instruction.raw = text_.substr(begin, raw_end - begin);
    file_.instructions.push_back(std::move(instruction));
  }

  /// Splits the joined text into keyword, flags and arguments.
  static void take_apart(Instruction& instruction) {
    const std::string joined = std::move(instruction.arguments);
    const std::string_view all = joined;
    std::size_t at = std::min(all.find_first_of(kBlank), all.size());
    instruction.keyword = all.substr(0, at);
    std::transform(instruction.keyword.begin(),
                   instruction.keyword.end(),
                   instruction.keyword.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    for (;;) {
      at = std::min(all.find_first_not_of(kBlank, at), all.size());
      if (!all.substr(at).starts_with("--")) break;
      const std::size_t end = std::min(all.find_first_of(kBlank, at), all.size());
      instruction.flags.emplace_back(all.substr(at, end - at));
      at = end;
    }
    shift_lines(instruction.lines, at);
    const std::size_t last = all.find_last_not_of(kBlank);
    instruction.arguments =
        at > last || last == std::string_view::npos ? "" : joined.substr(at, last + 1 - at);
    instruction.broken_exec = instruction.arguments.starts_with('[');
    if (!instruction.broken_exec) return;
    if (auto words = parse_exec_form(instruction.arguments)) {
      instruction.exec_form = true;
      instruction.broken_exec = false;
      instruction.exec = std::move(*words);
    }
  }

  /// Counts offsets from `start` on, keeping the line that `start` lies in.
  static void shift_lines(std::vector<LineStart>& lines, std::size_t start) {
    const auto behind = std::ranges::upper_bound(lines, start, {}, &LineStart::offset);
    if (behind != lines.begin()) lines.erase(lines.begin(), std::prev(behind));
    for (LineStart& line : lines) {
      if (line.offset >= start) {
        line.offset -= start;
        continue;
      }
      line.where.column += static_cast<int>(start - line.offset);
      line.where.end_column = line.where.column + 1;
      line.offset = 0;
    }
  }

  void read_heredocs(Instruction& instruction) {
    const std::string& keyword = instruction.keyword;
    if (keyword != "RUN" && keyword != "COPY" && keyword != "ADD") return;
    if (instruction.exec_form) return;
    for (const HeredocStart& start : heredoc_starts(instruction.arguments)) {
      Heredoc heredoc{.name = start.name, .expand = start.expand, .where = index_.at(at_)};
      if (!read_body(start, heredoc.body)) {
        add_problem(file_,
                    instruction.where,
                    "the here-document <<" + start.name + " has no line " + in_quotes(start.name) +
                        " that ends it");
      }
      instruction.heredocs.push_back(std::move(heredoc));
    }
  }

  /// False when the text ends before the here-document does.
  bool read_body(const HeredocStart& start, std::string& body) {
    while (at_ < text_.size()) {
      std::string_view line = next_line();
      if (start.strip_tabs) {
        line.remove_prefix(std::min(line.find_first_not_of('\t'), line.size()));
      }
      if (line == start.name) return true;
      body.append(line).append("\n");
    }
    return false;
  }

  std::string_view text_;
  LineIndex index_;
  Dockerfile& file_;
  std::size_t at_;
};

}  // namespace

void add_problem(Dockerfile& file, const Location& where, std::string message) {
  if (file.problems.size() == kMostProblems) return;
  file.problems.push_back({.where = where, .message = std::move(message)});
}

Location Instruction::place_of(std::size_t offset) const {
  const auto after = std::upper_bound(
      lines.begin(), lines.end(), offset, [](std::size_t value, const LineStart& line) {
        return value < line.offset;
      });
  if (after == lines.begin()) return where;
  const LineStart& line = *std::prev(after);
  Location place = line.where;
  place.column += static_cast<int>(offset - line.offset);
  place.end_column = place.column + 1;
  return place;
}

Dockerfile parse_dockerfile(std::string_view bytes, std::string_view path) {
  Dockerfile file;
  file.truncated = bytes.size() > kMostDockerfileBytes;
  bytes = bytes.substr(0, kMostDockerfileBytes);
  file.text = facts_of(bytes);
  const std::string decoded = file.text.utf16 ? decode_utf16(bytes) : std::string();
  if (file.text.utf16) {
    bytes = decoded;
    add_problem(file,
                {.path = std::string(path), .line = 1, .column = 1},
                "the file is UTF-16, which Docker cannot read; save it as UTF-8");
  }
  Reader(bytes, path, file).read();
  read_stages(file);
  find_problems(file);
  for (Problem& problem : file.problems)
    problem.where.path = path;
  std::stable_sort(file.problems.begin(),
                   file.problems.end(),
                   [](const Problem& a, const Problem& b) { return a.where < b.where; });
  return file;
}

}  // namespace pinko::discovery

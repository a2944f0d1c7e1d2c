#include "checker/causes/places.hpp"

#include "checker/causes/lines.hpp"
#include "checker/causes/reading.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <optional>

namespace pinko::causes::place {
namespace {

using discovery::Dockerfile;
using discovery::Instruction;

int lines_of(const Sources& task, const std::string& path) {
  return static_cast<int>(file_lines(task, path).size());
}

Location line_of(const std::string& path, int line) {
  return {.path = path, .line = line, .end_line = line};
}

/// Below the last line that says something.
Placement at_end(const Sources& task, const std::string& path) {
  const auto lines = file_lines(task, path);
  std::size_t last = lines.size();
  while (last > 1 && trim(lines[last - 1]).empty())
    --last;
  return below(line_of(path, static_cast<int>(last)));
}

std::string_view first_word(std::string_view line) {
  line = trim(line);
  return line.substr(0, line.find_first_of(" \t:"));
}

bool begins_alike(const Case& failure, const Location& first, const std::string& lines) {
  const std::string there = line_at(failure.evidence.sources, first);
  return first.line > 0 &&
         to_lower(std::string(first_word(there))) == to_lower(std::string(first_word(lines)));
}

/// Below all lines of an instruction.
Placement below_all(const Instruction& instruction) {
  const int last = std::max(instruction.where.line, instruction.where.end_line);
  return below(line_of(instruction.where.path, last));
}

const Instruction* last_with(const Dockerfile& dockerfile,
                             std::string_view keyword,
                             std::string_view words) {
  const Instruction* found = nullptr;
  for (const Instruction* one : discovery::final_instructions(dockerfile)) {
    const bool fits = one->keyword == keyword && one->arguments.find(words) != std::string::npos;
    if (fits) found = one;
  }
  return found;
}

/// What a path names, without the ways of writing it.
std::string_view plain(std::string_view path) {
  while (path.starts_with("./"))
    path.remove_prefix(2);
  while (path.ends_with('/'))
    path.remove_suffix(1);
  return path;
}

/// The COPY that takes what `lines` takes, wherever it puts it; null where none does.
const Instruction* copy_of_same(const Dockerfile& dockerfile, std::string_view lines) {
  const auto words = split(lines, ' ');
  if (words.size() < 2 || words.front() != "COPY") return nullptr;
  for (const Instruction* one : discovery::final_instructions(dockerfile)) {
    if (one->keyword != "COPY" && one->keyword != "ADD") continue;
    const discovery::CopyStep step = discovery::copy_step(*one);
    const bool same = step.sources.size() == 1 && plain(step.sources.front()) == plain(words[1]);
    if (same) return one;
  }
  return nullptr;
}

const Instruction* what_starts(const Dockerfile& dockerfile) {
  const Instruction* cmd = discovery::last_of(dockerfile, "CMD");
  return cmd != nullptr ? cmd : discovery::last_of(dockerfile, "ENTRYPOINT");
}

}  // namespace

Placement line(const Case& /*failure*/, const Location& first, const std::string& /*lines*/) {
  return resolved({}, first);
}

Placement whole(const Case& /*failure*/, const Location& first, const std::string& /*lines*/) {
  return in_place_of(first);
}

Location section_at(const Sources& task, const Location& key) {
  const std::size_t indent = indent_of(line_at(task, key)).size();
  Location all = line_of(key.path, key.line);
  const auto lines = file_lines(task, key.path);
  const auto behind = static_cast<std::size_t>(std::max(key.line, 0));
  for (std::size_t i = behind; i < lines.size(); ++i) {
    const std::string_view words = trim(lines[i]);
    if (words.empty() || words.starts_with('#')) continue;
    const std::size_t further = indent_of(lines[i]).size();
    // The entries of a list may stand in the column of their key.
    if (further < indent || (further == indent && !words.starts_with("- "))) break;
    all.end_line = static_cast<int>(i) + 1;
  }
  return all;
}

Placement section(const Case& failure, const Location& first, const std::string& /*lines*/) {
  return in_place_of(section_at(failure.evidence.sources, first));
}

Placement file(const Case& failure, const Location& first, const std::string& /*lines*/) {
  Location all = line_of(first.path, 1);
  all.end_line = std::max(1, lines_of(failure.evidence.sources, first.path));
  return in_place_of(all);
}

Placement end(const Case& failure, const Location& first, const std::string& /*lines*/) {
  return at_end(failure.evidence.sources, first.path);
}

Placement under(const Case& /*failure*/, const Location& first, const std::string& /*lines*/) {
  return below(first);
}

Placement over(const Case& /*failure*/, const Location& first, const std::string& /*lines*/) {
  return above(first);
}

Placement same_or_under(const Case& failure, const Location& first, const std::string& lines) {
  return begins_alike(failure, first, lines) ? resolved({}, first) : below(first);
}

Placement same_or_over(const Case& failure, const Location& first, const std::string& lines) {
  return begins_alike(failure, first, lines) ? in_place_of(first) : above(first);
}

Placement after_from(const Case& failure, const Location& first, const std::string& /*lines*/) {
  const auto dockerfile = dockerfile_at(failure.evidence.sources, first.path);
  if (!dockerfile || dockerfile->stages.empty()) return resolved({}, first);
  return below(line_of(first.path, dockerfile->stages.back().where.line));
}

Placement after_update(const Case& failure, const Location& first, const std::string& lines) {
  const auto dockerfile = dockerfile_at(failure.evidence.sources, first.path);
  const Instruction* update = dockerfile ? last_with(*dockerfile, "RUN", " update") : nullptr;
  return update == nullptr ? after_from(failure, first, lines) : below_all(*update);
}

Placement before_start_of(const Dockerfile& dockerfile,
                          const Sources& task,
                          const std::string& path) {
  const Instruction* starts = what_starts(dockerfile);
  return starts == nullptr ? at_end(task, path) : above(starts->where);
}

Placement before_start(const Case& failure, const Location& first, const std::string& lines) {
  if (begins_alike(failure, first, lines)) return in_place_of(first);
  const auto dockerfile = dockerfile_at(failure.evidence.sources, first.path);
  if (!dockerfile) return resolved({}, first);
  if (const Instruction* copy = copy_of_same(*dockerfile, lines)) return in_place_of(copy->where);
  return before_start_of(*dockerfile, failure.evidence.sources, first.path);
}

Placement before_copy(const Case& failure, const Location& first, const std::string& lines) {
  if (begins_alike(failure, first, lines)) return in_place_of(first);
  const auto dockerfile = dockerfile_at(failure.evidence.sources, first.path);
  if (!dockerfile) return resolved({}, first);
  for (const Instruction* one : discovery::final_instructions(*dockerfile))
    if (one->keyword == "COPY" || one->keyword == "ADD") return above(one->where);
  return before_start(failure, first, lines);
}

Placement start(const Case& failure, const Location& first, const std::string& /*lines*/) {
  const auto dockerfile = dockerfile_at(failure.evidence.sources, first.path);
  const Instruction* starts = dockerfile ? what_starts(*dockerfile) : nullptr;
  return starts == nullptr ? at_end(failure.evidence.sources, first.path)
                           : in_place_of(starts->where);
}

Placement after_pip(const Case& failure, const Location& first, const std::string& /*lines*/) {
  const Part& back_end = failure.reading->parts.back_end;
  if (!back_end.dockerfile) return resolved({}, first);
  const Instruction* pip = last_with(*back_end.dockerfile, "RUN", "pip");
  if (pip != nullptr) return below_all(*pip);
  const Sources& task = failure.evidence.sources;
  return before_start_of(*back_end.dockerfile, task, task.from_top(back_end.dockerfile_path));
}

Placement statement(const Case& failure, const Location& first, const std::string& lines) {
  const std::string_view words = trim(lines);
  for (Location where = line_of(first.path, first.line); where.line > 0; --where.line) {
    const std::string there = line_at(failure.evidence.sources, where);
    where.end_line = where.line;
    // What is mended is at most a sign at the end, or one word.
    const bool same = !trim(there).empty() && first_word(there) == first_word(words);
    if (same || where.line + 1 < first.line) return resolved({}, same ? where : first);
  }
  return resolved({}, first);
}

Placement application(const Case& failure, const Location& first, const std::string& /*lines*/) {
  for (const std::string_view path : {"back-end/api.py", "api.py"}) {
    const auto made = expect::find_place(failure.evidence.sources, path, "= Flask(");
    if (made) return resolved({}, *made);
  }
  return resolved({}, first);
}

std::vector<Location> file_behind(const Case& failure) {
  if (failure.task == 0 || failure.reading == nullptr) return {};
  const Parts& parts = failure.reading->parts;
  const bool of_site = std::holds_alternative<SiteCopySeen>(failure.seen) ||
                       (failure.task > 1 && std::holds_alternative<ListenSeen>(failure.seen));
  const bool of_python = std::holds_alternative<PythonSeen>(failure.seen) ||
                         (failure.task == 1 && std::holds_alternative<ListenSeen>(failure.seen));
  if (!of_site && !of_python) return {};
  const Part& part = of_site ? parts.front_end : parts.back_end;
  if (!part.dockerfile) return {};
  return {Location{.path = failure.evidence.sources.from_top(part.dockerfile_path)}};
}

Placement last_service(const Case& failure, const Location& first, const std::string& /*lines*/) {
  const Sources& task = failure.evidence.sources;
  const int last = lines_of(task, first.path);
  for (int number = 1; number <= last; ++number) {
    const Location there = line_of(first.path, number);
    if (!line_at(task, there).starts_with("services:")) continue;
    return below(line_of(first.path, section_at(task, there).end_line));
  }
  return at_end(task, first.path);
}

}  // namespace pinko::causes::place

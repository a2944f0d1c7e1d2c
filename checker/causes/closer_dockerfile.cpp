#include "checker/causes/behind.hpp"
#include "checker/causes/closer.hpp"
#include "checker/causes/lines.hpp"
#include "checker/discovery/shell_words.hpp"
#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <initializer_list>

namespace pinko::causes::closer {
namespace {

using discovery::Dockerfile;
using discovery::Instruction;

bool names_one_of(const Case& failure, std::initializer_list<std::string_view> ids) {
  return std::ranges::find(ids, failure.finding.cause_id) != ids.end();
}

/// The place that the judgement names; of the whole file where it names none.
Location place_of(const Case& failure) {
  return failure.finding.where.empty() ? Location{} : failure.finding.where.front();
}

/// The Dockerfile in which the judgement names a place.
std::optional<Dockerfile> dockerfile_of(const Case& failure) {
  return dockerfile_at(failure.evidence.sources, place_of(failure).path);
}

std::string line_near(const Case& failure, const Location& where, int offset) {
  Location other = where;
  other.line += offset;
  return line_at(failure.evidence.sources, other);
}

/// The `#` of a comment behind an instruction; npos where there is none.
std::size_t comment_in(const Instruction& instruction) {
  if (instruction.keyword == "RUN" || instruction.exec_form) return std::string::npos;
  const std::size_t at = instruction.arguments.find(" #");
  if (at == std::string::npos) return at;
  const std::string_view before = std::string_view(instruction.arguments).substr(0, at);
  const bool in_quotes = std::ranges::count(before, '"') % 2 == 1;
  return in_quotes ? std::string::npos : at + 1;
}

/// What an image needs for a cause, as apt calls it.
std::string_view package_for(std::string_view id) {
  if (id == "pip-not-installed") return "python3-pip";
  const bool python = id == "python-not-installed" || id == "externally-managed-not-there";
  return python ? "python3" : std::string_view();
}

constexpr std::string_view kMarker = "EXTERNALLY-MANAGED";

/// The name among a command's words that is nearly the marker's; empty where there is none.
std::string nearly_marker(const discovery::ShellCommand& command) {
  constexpr std::size_t kFarthest = 4;
  for (const std::string& word : command.words) {
    std::string name = word.substr(word.rfind('/') + 1);
    if (name != kMarker && edit_distance(name, kMarker, kFarthest) <= kFarthest) return name;
  }
  return {};
}

}  // namespace

bool installs(const Instruction& instruction, std::string_view package) {
  if (instruction.keyword != "RUN") return false;
  for (const discovery::ShellCommand& command : discovery::shell_commands(instruction)) {
    const auto apt = discovery::as_apt(command);
    if (!apt || apt->verb != "install") continue;
    if (std::ranges::find(apt->packages, package) != apt->packages.end()) return true;
  }
  return false;
}

Found comment_behind(const Case& failure, const Cause& cause) {
  const bool fits = names_one_of(failure,
                                 {"from-with-too-many-words",
                                  "image-name-invalid",
                                  "expose-no-port",
                                  "workdir-elsewhere",
                                  "copy-source-missing",
                                  "copy-target-no-folder"});
  const auto file = fits ? dockerfile_of(failure) : std::nullopt;
  if (!file) return std::nullopt;
  const int line = place_of(failure).line;
  for (const Instruction& instruction : file->instructions) {
    const std::size_t comment = comment_in(instruction);
    const bool other_line = line > 0 && instruction.where.line != line;
    const bool exposes = instruction.keyword == "EXPOSE";
    if (comment == std::string::npos || other_line ||
        exposes != (failure.finding.cause_id == "expose-no-port")) {
      continue;
    }
    const std::string written = line_at(failure.evidence.sources, instruction.where);
    const std::size_t at = written.find(" #");
    if (at == std::string::npos) continue;
    return Diagnosis{.cause_id = std::string(cause.id),
                     .sentence = "Docker takes the comment behind " + instruction.keyword +
                                 " for more words of the instruction",
                     .where = {instruction.where},
                     .corrected = std::string(trim(written.substr(at))) + '\n' +
                                  std::string(trim(written.substr(0, at)))};
  }
  return std::nullopt;
}

Found backslash_missing(const Case& failure, const Cause& cause) {
  const Location where = place_of(failure);
  if (!is_named(failure, "instruction-unknown") || where.line < 2) return std::nullopt;
  const std::string line = line_near(failure, where, 0);
  const std::string above = line_near(failure, where, -1);
  const std::string_view words = trim(line);
  const bool joined = words.starts_with("&&") || words.starts_with("||");
  const bool goes_on = !indent_of(line).empty() && trim(above).starts_with("RUN ");
  if (trim(above).empty() || trim(above).ends_with('\\') || !(joined || goes_on)) {
    return std::nullopt;
  }
  Location there = where;
  --there.line;
  return Diagnosis{
      .cause_id = std::string(cause.id),
      .sentence = "line " + std::to_string(where.line) +
                  " is meant to go on from the line above, which lacks a backslash",
      .where = {there},
      .corrected = above + " \\\n" + line,
      .placement = in_place_of({.path = where.path, .line = there.line, .end_line = where.line})};
}

Found shell_in_dockerfile(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "instruction-unknown")) return std::nullopt;
  const std::string line = line_near(failure, place_of(failure), 0);
  const std::string_view words = trim(line);
  const bool cat = words.starts_with("cat ") && words.find("<<") != std::string_view::npos;
  const bool echo = words.starts_with("echo ") && words.find('>') != std::string_view::npos;
  if (words.starts_with("```")) {
    return Diagnosis{.cause_id = std::string(cause.id),
                     .sentence = "the file holds the signs of a page written in Markdown",
                     .where = {},
                     .step = "Remove the lines that begin with ```."};
  }
  if (!cat && !echo) return std::nullopt;
  return Diagnosis{.cause_id = std::string(cause.id), .where = {}};
}

Found sudo_in_image(const Case& failure, const Cause& cause) {
  const auto* unknown = std::get_if<UnknownCommand>(&failure.finding.particulars);
  if (unknown == nullptr || unknown->name != "sudo") return std::nullopt;
  return Diagnosis{.cause_id = std::string(cause.id),
                   .where = {},
                   .corrected = replace_all(line_near(failure, place_of(failure), 0), "sudo ", "")};
}

Found installed_too_late(const Case& failure, const Cause& cause) {
  const std::string_view package = package_for(failure.finding.cause_id);
  const auto file = package.empty() ? std::nullopt : dockerfile_of(failure);
  if (!file) return std::nullopt;
  const Location needs = place_of(failure);
  for (const Instruction& instruction : file->instructions) {
    if (instruction.where.line <= needs.line || !installs(instruction, package)) continue;
    const std::string on =
        std::string(package) + " is installed on line " + std::to_string(instruction.where.line);
    Diagnosis found{.cause_id = std::string(cause.id),
                    .sentence = on + ", and needed on line " + std::to_string(needs.line),
                    .where = {needs, instruction.where}};
    if (is_named(failure, "externally-managed-not-there")) {
      found.sentence = on + ", and brings the file that line " + std::to_string(needs.line) +
                       " removes before it is there";
      found.step = "Move the line with rm below the installation.";
    }
    return found;
  }
  return std::nullopt;
}

Found instruction_swallowed(const Case& failure, const Cause& cause) {
  const auto file = dockerfile_of(failure);
  if (!file) return std::nullopt;
  const int line = place_of(failure).line;
  const auto run = std::ranges::find_if(file->instructions, [line](const Instruction& instruction) {
    return instruction.keyword == "RUN" && instruction.where.line == line;
  });
  if (run == file->instructions.end() || !run->heredocs.empty()) return std::nullopt;
  int above = line;
  for (int next = line + 1; next <= line + std::ranges::count(run->raw, '\n'); ++next) {
    const std::string text = line_near(failure, place_of(failure), next - line);
    const std::string_view words = trim(text);
    if (words.empty() || words.starts_with('#')) continue;
    const std::string word(words.substr(0, words.find(' ')));
    if (!discovery::is_instruction(word)) {
      above = next;
      continue;
    }
    const Location last{.path = place_of(failure).path, .line = above, .column = 1};
    const std::string whole = line_near(failure, last, 0);
    std::string_view mended = trim(whole);
    for (const std::string_view end : {"\\", "&&", ";"}) {
      if (mended.ends_with(end)) mended = trim(mended.substr(0, mended.size() - end.size()));
    }
    return Diagnosis{.cause_id = std::string(cause.id),
                     .sentence = "line " + std::to_string(above) +
                                 " ends with a backslash, so Docker takes " + word + " of line " +
                                 std::to_string(next) + " for a part of RUN",
                     .where = {last},
                     .corrected = std::string(indent_of(whole)) + std::string(mended)};
  }
  return std::nullopt;
}

Found marker_misspelt(const Case& failure, const Cause& cause) {
  const bool fits =
      names_one_of(failure, {"externally-managed-not-there", "pip-externally-managed"});
  const auto file = fits ? dockerfile_of(failure) : std::nullopt;
  if (!file) return std::nullopt;
  for (const Instruction& instruction : file->instructions) {
    if (instruction.keyword != "RUN") continue;
    for (const discovery::ShellCommand& command : discovery::shell_commands(instruction)) {
      const std::string program = discovery::program_of(command);
      const std::string name = nearly_marker(command);
      if ((program != "rm" && program != "mv") || name.empty()) continue;
      return Diagnosis{.cause_id = std::string(cause.id),
                       .sentence = program + " names " + in_quotes(name) +
                                   ", and the file is called " + std::string(kMarker),
                       .where = {command.where},
                       .corrected = with(line_near(failure, command.where, 0), name, kMarker)};
    }
  }
  return std::nullopt;
}

}  // namespace pinko::causes::closer

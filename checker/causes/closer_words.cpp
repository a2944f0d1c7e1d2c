#include "checker/causes/closer.hpp"
#include "checker/causes/fixes.hpp"
#include "checker/causes/lines.hpp"
#include "checker/causes/places.hpp"
#include "checker/causes/recognise.hpp"
#include "checker/discovery/dockerfile.hpp"
#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace pinko::causes::closer {
namespace {

using discovery::Instruction;

/// A word of a Dockerfile that has a typing mistake, and the one that was meant.
struct Slip {
  std::string word;
  std::string meant;
  bool told = false;  ///< by the judgement, whose sentence says so
};

/// What a Dockerfile of the exercise calls.
const std::vector<std::string>& programs() {
  static const std::vector<std::string> all{"apt-get",
                                            "pip3",
                                            "python3",
                                            "apt",
                                            "pip",
                                            "rm",
                                            "mkdir",
                                            "cp",
                                            "mv",
                                            "echo",
                                            "install",
                                            "chmod",
                                            "touch",
                                            "nginx",
                                            "curl"};
  return all;
}

const std::vector<std::string>& words_of_apt() {
  static const std::vector<std::string> all{"update", "upgrade", "install"};
  return all;
}

const std::vector<std::string>& packages() {
  static const std::vector<std::string> all{
      "python3", "python3-pip", "python3-venv", "python3-flask", "nginx", "curl", "libjs-jquery"};
  return all;
}

/// The word that differs by a letter, or by two where it is long. Programs that there are elsewhere
/// are no typing mistakes.
std::string near_to(std::string_view word, const std::vector<std::string>& words) {
  constexpr std::array<std::string_view, 8> kOthers{
      "apk", "yum", "dnf", "git", "npm", "node", "wget", "sudo"};
  if (std::ranges::find(kOthers, word) != kOthers.end()) return {};
  const std::size_t farthest = word.size() > 4 ? 2 : 1;
  std::string meant = nearest(word, words);
  return edit_distance(word, meant, farthest) <= farthest ? meant : std::string();
}

/// The word that a failed build complains of, where one like it is known.
std::optional<Slip> slip_in(const Case& failure) {
  const Finding& finding = failure.finding;
  Slip slip;
  const auto* named = std::get_if<Misnamed>(&finding.particulars);
  if (const auto* unknown = std::get_if<UnknownCommand>(&finding.particulars)) {
    slip = {unknown->name, near_to(unknown->name, programs())};
  } else if (finding.cause_id == "apt-verb-unknown") {
    const std::string said(trim(between(finding.evidence, "Invalid operation ", "\n")));
    const std::string word = named == nullptr ? said : named->name;
    slip = {word, near_to(word, words_of_apt())};
  } else if (named != nullptr && !named->meant.empty()) {
    slip = {named->name, named->meant, true};
  } else if (named != nullptr && !named->name.ends_with(',')) {
    slip = {named->name, near_to(named->name, packages())};
  }
  if (slip.word.empty() || slip.meant.empty() || slip.word == slip.meant) return std::nullopt;
  return slip;
}

/// Where a word stands by itself among the words of an instruction; npos where it does not.
std::size_t find_word(std::string_view text, std::string_view word) {
  const auto ends = [&text](std::size_t at) {
    return at >= text.size() || std::isspace(static_cast<unsigned char>(text[at])) != 0 ||
           std::string_view(";&|()\"'").find(text[at]) != std::string_view::npos;
  };
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    if ((at == 0 || ends(at - 1)) && ends(at + word.size())) return at;
  }
  return std::string_view::npos;
}

/// The place of a word in the instruction that begins at `where`.
std::optional<Location> place_of_word(const Case& failure,
                                      const Location& where,
                                      std::string_view word) {
  const auto file = dockerfile_at(failure.evidence.sources, where.path);
  if (!file) return std::nullopt;
  const auto found = std::ranges::find_if(file->instructions, [&where](const Instruction& one) {
    return one.where.line == where.line;
  });
  if (found == file->instructions.end()) return std::nullopt;
  const std::size_t at = find_word(found->arguments, word);
  return at == std::string_view::npos ? std::nullopt : std::optional(found->place_of(at));
}

/// The place behind the judgement; the file of the image where it names none.
Location place_meant(const Case& failure) {
  if (!failure.finding.where.empty()) return failure.finding.where.front();
  const std::vector<Location> files = place::file_behind(failure);
  return files.empty() ? Location{} : files.front();
}

constexpr std::array<std::string_view, 11> kKeywords{"COPY",
                                                     "ADD",
                                                     "CMD",
                                                     "ENTRYPOINT",
                                                     "EXPOSE",
                                                     "WORKDIR",
                                                     "RUN",
                                                     "FROM",
                                                     "ENV",
                                                     "USER",
                                                     "VOLUME"};

/// Is a word nothing but an instruction with some of its letters said again, such as RUNNN?
bool stutters(std::string_view word, std::string_view keyword) {
  const std::string_view rest = word.substr(std::min(word.size(), keyword.size()));
  return word.starts_with(keyword) && rest.find_first_not_of(keyword) == std::string_view::npos;
}

/// Where a second instruction begins in a line; npos where none does. What stands in quotes is a
/// text.
std::size_t second_instruction(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  for (const std::string_view keyword : kKeywords) {
    const std::string words = ' ' + std::string(keyword) + ' ';
    const std::size_t at = line.find(words, first);
    if (at == std::string_view::npos) continue;
    const std::string_view before = line.substr(0, at);
    const bool in_text =
        std::ranges::count(before, '"') % 2 == 1 || std::ranges::count(before, '\'') % 2 == 1;
    if (!in_text && before.find('#') == std::string_view::npos) return at + 1;
  }
  return std::string_view::npos;
}

/// Instructions that may hold another one, or any words.
bool takes_any_words(const Instruction& instruction) {
  return instruction.keyword == "HEALTHCHECK" || instruction.keyword == "ONBUILD" ||
         instruction.keyword == "LABEL" || instruction.keyword == "ENV" ||
         !instruction.heredocs.empty();
}

std::optional<Diagnosis> glued_at(const Case& failure, const Cause& cause, const Location& place) {
  const std::string line = line_at(failure.evidence.sources, place);
  const std::size_t second = second_instruction(line);
  if (second == std::string::npos) return std::nullopt;
  const std::string word = line.substr(second, line.find(' ', second) - second);
  return Diagnosis{.cause_id = std::string(cause.id),
                   .sentence = word + " stands in the middle of a line, and is taken for a part " +
                               "of the instruction at its beginning",
                   .where = {place},
                   .corrected = std::string(trim(line.substr(0, second))) + '\n' +
                                std::string(trim(line.substr(second)))};
}

}  // namespace

Found word_meant(const Case& failure, const Cause& cause) {
  Found found = said(failure, cause);
  const auto slip = found ? slip_in(failure) : std::nullopt;
  if (!slip && cause.id == "apt-package-unknown")
    return mended<fix::without_commas>(failure, cause);
  if (!slip || failure.finding.where.empty()) return found;
  const auto place = place_of_word(failure, failure.finding.where.front(), slip->word);
  if (!place) return found;
  found->where = {*place};
  if (!slip->told) {
    found->sentence =
        in_quotes(slip->word) + " has a typing mistake: " + slip->meant + " was meant";
    found->step = "Write " + slip->meant + '.';
  }
  found->corrected = with_place(failure.evidence.sources,
                                {.path = place->path,
                                 .line = place->line,
                                 .column = place->column,
                                 .end_line = place->line,
                                 .end_column = place->column + static_cast<int>(slip->word.size())},
                                slip->meant);
  return found;
}

Found pip_missing(const Case& failure, const Cause& cause) {
  Found found = said(failure, cause);
  const auto file = dockerfile_at(failure.evidence.sources, place_meant(failure).path);
  if (!found || !file) return found;
  for (const Instruction& instruction : file->instructions) {
    if (!installs(instruction, "python3")) continue;
    const auto place = place_of_word(failure, instruction.where, "python3");
    if (!place) continue;
    const Location word{.path = place->path,
                        .line = place->line,
                        .column = place->column,
                        .end_line = place->line,
                        .end_column = place->column + 7};
    if (failure.finding.where.empty()) found->where = {*place};
    found->corrected = with_place(failure.evidence.sources, word, "python3 python3-pip");
    found->placement = in_place_of({.path = place->path, .line = place->line});
    return found;
  }
  correct(*found, failure, "RUN apt-get install -y python3 python3-pip", place::after_update);
  return found;
}

Found user_unknown(const Case& failure, const Cause& cause) {
  Found found = said(failure, cause);
  const auto file = dockerfile_at(failure.evidence.sources, place_meant(failure).path);
  if (!found || !file) return found;
  const std::string named = between(failure.finding.evidence, "nable to find user ", ":");
  for (const Instruction& instruction : file->instructions) {
    const std::string account = instruction.arguments.substr(0, instruction.arguments.find(':'));
    if (instruction.keyword != "USER" || account != named) continue;
    found->where = {instruction.where};
    found->sentence = "USER names " + in_quotes(account) + ", and the image has no such account";
    found->corrected = "RUN useradd " + account + '\n' + instruction.raw;
    return found;
  }
  return found;
}

Found instruction_meant(const Case& failure, const Cause& cause) {
  Found found = said(failure, cause);
  if (!found || failure.finding.where.empty()) return found;
  const std::string line = line_at(failure.evidence.sources, failure.finding.where.front());
  const auto* named = std::get_if<Misnamed>(&failure.finding.particulars);
  if (named != nullptr && !named->meant.empty()) {
    correct(*found, failure, with(line, named->name, named->meant), place::line);
    return found;
  }
  const std::string_view words = trim(line);
  const std::string first(words.substr(0, words.find_first_of(" \t")));
  for (const std::string_view keyword : kKeywords) {
    const std::string_view rest = words.substr(std::min(words.size(), keyword.size()));
    if (!words.starts_with(keyword) || rest.empty() || trim(rest).size() < rest.size()) continue;
    if (stutters(first, keyword)) {
      found->step = "Write " + std::string(keyword) + '.';
      found->corrected = with(line, first, keyword);
      return found;
    }
    found->sentence = "a blank is missing behind " + std::string(keyword);
    found->step = "Write a blank behind " + std::string(keyword) + '.';
    found->corrected = std::string(keyword) + ' ' + std::string(trim(words.substr(keyword.size())));
    return found;
  }
  if (std::ranges::find(programs(), first) != programs().end()) {
    found->sentence = in_quotes(first) + " is a command, and RUN is missing in front of it";
    found->step = "Write RUN in front of the command.";
    found->corrected = "RUN " + std::string(words);
    return found;
  }
  return found;
}

Found instructions_on_one_line(const Case& failure, const Cause& cause) {
  const Location where = place_meant(failure);
  const auto file = dockerfile_at(failure.evidence.sources, where.path);
  if (!file) return std::nullopt;
  for (const Instruction& instruction : file->instructions) {
    if (takes_any_words(instruction)) continue;
    for (const discovery::LineStart& start : instruction.lines) {
      const Location line{.path = where.path, .line = start.where.line, .column = 1};
      if (auto found = glued_at(failure, cause, line)) return found;
    }
  }
  return std::nullopt;
}

}  // namespace pinko::causes::closer

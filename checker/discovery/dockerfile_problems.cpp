#include "checker/discovery/dockerfile_parse.hpp"
#include "checker/discovery/shell_words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>

namespace pinko::discovery {
namespace {

/// An instruction and how many words it takes; a `most` of 0 sets no bound.
struct Known {
  std::string_view keyword;
  std::size_t least;
  std::size_t most;
};

constexpr std::array<Known, 18> kKnown = {{{"ADD", 2, 0},
                                           {"ARG", 1, 0},
                                           {"CMD", 0, 0},
                                           {"COPY", 2, 0},
                                           {"ENTRYPOINT", 0, 0},
                                           {"ENV", 1, 0},
                                           {"EXPOSE", 1, 0},
                                           {"FROM", 1, 3},
                                           {"HEALTHCHECK", 1, 0},
                                           {"LABEL", 1, 0},
                                           {"MAINTAINER", 1, 0},
                                           {"ONBUILD", 1, 0},
                                           {"RUN", 1, 0},
                                           {"SHELL", 1, 0},
                                           {"STOPSIGNAL", 1, 1},
                                           {"USER", 1, 1},
                                           {"VOLUME", 1, 0},
                                           {"WORKDIR", 1, 0}}};

const Known* find_known(std::string_view keyword) {
  const auto found = std::find_if(
      kKnown.begin(), kKnown.end(), [&](const Known& k) { return k.keyword == keyword; });
  return found == kKnown.end() ? nullptr : &*found;
}

/// How many single changes, or neighbours swapped, lead from one short word to another.
std::size_t distance(std::string_view a, std::string_view b) {
  constexpr std::size_t kMost = 16;
  if (a.size() >= kMost || b.size() >= kMost) return kMost;
  std::array<std::array<std::size_t, kMost>, kMost> d{};
  for (std::size_t i = 0; i <= a.size(); ++i)
    d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j)
    d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

std::size_t count_words(const Instruction& instruction) {
  if (instruction.exec_form) return instruction.exec.size();
  std::size_t count = 0;
  bool inside = false;
  for (const char c : instruction.arguments) {
    const bool blank = c == ' ' || c == '\t';
    if (!blank && !inside) ++count;
    inside = !blank;
  }
  return count;
}

/// A first word in quotes and at a length that fits on a line.
std::string named(const std::string& keyword) {
  return in_quotes(keyword.size() > 40 ? keyword.substr(0, 40) + "…" : keyword);
}

void check_keyword(Dockerfile& file, const Instruction& instruction) {
  const Known* known = find_known(instruction.keyword);
  if (known == nullptr) {
    const std::string meant = instruction_meant(instruction.keyword);
    std::string message = "no Dockerfile instruction is called " + named(instruction.keyword);
    if (!meant.empty()) message += "; is it " + meant + "?";
    add_problem(file, instruction.where, std::move(message));
    return;
  }
  const std::size_t words = count_words(instruction);
  const bool wrong = words < known->least || (known->most != 0 && words > known->most) ||
                     (instruction.keyword == "FROM" && words == 2);
  if (!wrong) return;
  const std::string_view text = instruction.keyword == "FROM" ? "an image, or an image AS a name"
                                : known->least == 2 ? "at least one source and a destination"
                                : known->most == 1  ? "exactly one word"
                                                    : "at least one word";
  add_problem(file, instruction.where, instruction.keyword + " takes " + std::string(text));
}

/// A verb of apt that is glued to its name by a hyphen.
void check_apt(Dockerfile& file, const ShellCommand& command) {
  constexpr std::array<std::string_view, 6> kGlued = {"apt-get-update",
                                                      "apt-get-upgrade",
                                                      "apt-get-install",
                                                      "apt-update",
                                                      "apt-upgrade",
                                                      "apt-install"};
  const std::string program = program_of(command);
  if (std::find(kGlued.begin(), kGlued.end(), program) == kGlued.end()) return;
  const std::size_t hyphen = program.rfind('-');
  add_problem(file,
              command.where,
              "there is no program " + program + "; write: " + program.substr(0, hyphen) + ' ' +
                  program.substr(hyphen + 1));
}

/// Commands that are built, run and fail, because a blank or a word is missing.
void check_commands(Dockerfile& file, const Instruction& instruction) {
  for (const ShellCommand& command : shell_commands(instruction)) {
    check_apt(file, command);
    const std::optional<PipCall> pip = as_pip(command);
    if (!pip || (pip->verb.rfind("flask", 0) != 0 && pip->verb.rfind("Flask", 0) != 0)) continue;
    add_problem(file,
                command.where,
                "pip has no command " + named(pip->verb) + "; write: pip3 install " + pip->verb);
  }
}

bool is_dockerfile(const Dockerfile& file) {
  return std::any_of(file.instructions.begin(), file.instructions.end(), [](const Instruction& i) {
    return find_known(i.keyword) != nullptr;
  });
}

std::string why_no_dockerfile(const Instruction& first) {
  if (first.keyword == "CAT" && first.arguments.find("<<") != std::string::npos) {
    return "this is the shell command that writes a Dockerfile; keep only the lines between its "
           "<< and its end word";
  }
  return "this is no Dockerfile: its first line begins with " + named(first.keyword) +
         "; a Dockerfile begins with FROM";
}

}  // namespace

std::string instruction_meant(std::string_view keyword) {
  for (const Known& known : kKnown) {
    if (distance(keyword, known.keyword) == 1) return std::string(known.keyword);
  }
  return {};
}

bool is_instruction(std::string_view keyword) {
  return find_known(keyword) != nullptr;
}

void find_problems(Dockerfile& file) {
  if (file.instructions.empty()) {
    if (!file.truncated)
      add_problem(
          file, Location{.path = {}, .line = 1, .column = 1}, "there is no instruction in it");
    return;
  }
  const Instruction& first = file.instructions.front();
  if (find_known(first.keyword) == nullptr && (first.keyword == "CAT" || !is_dockerfile(file))) {
    file.problems.clear();
    add_problem(file, first.where, why_no_dockerfile(first));
    return;
  }
  bool told_from = false;
  for (const Instruction& instruction : file.instructions) {
    check_keyword(file, instruction);
    const bool known = find_known(instruction.keyword) != nullptr;
    if (known && instruction.stage < 0 && instruction.keyword != "ARG" && !told_from) {
      told_from = true;
      add_problem(file, instruction.where, instruction.keyword + " stands before the first FROM");
    }
    if (instruction.keyword == "RUN") check_commands(file, instruction);
  }
  if (file.stages.empty() && !told_from) {
    add_problem(file, first.where, "there is no FROM: name the image to begin with");
  }
}

}  // namespace pinko::discovery

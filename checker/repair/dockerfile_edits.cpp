#include "checker/discovery/dockerfile.hpp"
#include "checker/discovery/image_name.hpp"
#include "checker/discovery/shell_words.hpp"
#include "checker/repair/edits.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <optional>

namespace pinko::repair {
namespace {

using discovery::Dockerfile;
using discovery::Instruction;
using discovery::ShellCommand;

constexpr std::string_view kMarkerLine = "RUN rm -f /usr/lib/python3*/EXTERNALLY-MANAGED\n";

bool installs_python(const ShellCommand& command) {
  const auto apt = discovery::as_apt(command);
  return apt && apt->verb == "install" &&
         std::ranges::any_of(apt->packages, [](const std::string& package) {
           return package.starts_with("python3") || package.starts_with("python-");
         });
}

bool has_word(const ShellCommand& command, std::string_view word) {
  return std::ranges::find(command.words, word) != command.words.end();
}

/// True for a call that the system's Python would refuse.
bool would_be_refused(const ShellCommand& command) {
  const auto pip = discovery::as_pip(command);
  if (!pip || pip->verb != "install" || pip->break_system_packages) return false;
  const std::string& program = command.words.front();
  const bool of_its_own =
      program.find('/') != std::string::npos && !program.starts_with("/usr/bin");
  return !of_its_own && !has_word(command, "--target") && !has_word(command, "-t");
}

/// The Dockerfile has its own way already.
bool is_arranged(const Dockerfile& file, const std::string& text) {
  if (text.find("EXTERNALLY-MANAGED") != std::string::npos) return true;
  if (to_lower(text).find("break-system-packages") != std::string::npos) return true;
  if (text.find("PIP_BREAK_SYSTEM_PACKAGES") != std::string::npos) return true;
  return std::ranges::any_of(
      discovery::final_instructions(file), [](const Instruction* instruction) {
        return instruction->keyword == "RUN" &&
               (instruction->arguments.find("venv") != std::string::npos ||
                instruction->arguments.find("virtualenv") != std::string::npos);
      });
}

/// The first RUN whose pip would be refused, and whether Python comes in that same RUN.
struct FirstPip {
  const Instruction* instruction = nullptr;
  bool python_in_it = false;
};

std::optional<FirstPip> pip_in(const Instruction& instruction) {
  bool python = false;
  for (const ShellCommand& command : discovery::shell_commands(instruction)) {
    python = python || installs_python(command);
    if (would_be_refused(command)) {
      return FirstPip{.instruction = &instruction, .python_in_it = python};
    }
  }
  return std::nullopt;
}

std::optional<FirstPip> first_pip(const Dockerfile& file) {
  for (const Instruction* instruction : discovery::final_instructions(file)) {
    if (instruction->keyword != "RUN") continue;
    if (auto found = pip_in(*instruction)) return found;
  }
  return std::nullopt;
}

/// Puts the option behind `install` of every call that would be refused, the last one first. False
/// when it could not be done; only what the same reader then finds right was read rightly.
bool add_options(Draft& draft, const Dockerfile& file) {
  std::vector<std::size_t> places;
  for (const Instruction* instruction : discovery::final_instructions(file)) {
    if (instruction->keyword != "RUN" || instruction->exec_form) continue;
    for (const ShellCommand& command : discovery::shell_commands(*instruction)) {
      if (!would_be_refused(command)) continue;
      constexpr std::string_view kInstall = " install ";
      const std::size_t at = draft.text.find(kInstall, offset_of(draft.text, command.where));
      if (at == std::string::npos) return false;
      places.push_back(at + kInstall.size() - 1);
    }
  }
  std::ranges::sort(places, std::greater<>());
  std::string changed = draft.text;
  for (const std::size_t at : places)
    changed.insert(at, " --break-system-packages");
  if (first_pip(discovery::parse_dockerfile(changed, draft.path))) return false;
  draft.text = std::move(changed);
  return true;
}

}  // namespace

void unpin_base(Draft& draft, std::string_view official) {
  const Dockerfile file = discovery::parse_dockerfile(draft.text, draft.path);
  const std::string base = discovery::final_base(file);
  const discovery::ImageName name = discovery::parse_image_name(base);
  if (!discovery::is_official(name, official) || discovery::is_latest(name, official)) return;
  const Location where = discovery::final_base_place(file);
  const std::size_t at = offset_of(draft.text, where);
  if (draft.text.compare(at, base.size(), base) != 0) {
    draft.left.push_back(to_string(where) + ": the base is pinned to " + base +
                         ", by way of an ARG");
    return;
  }
  if (name.tag.find("alpine") != std::string::npos && draft.text.find("apk") != std::string::npos) {
    draft.left.push_back(to_string(where) + ": " + base +
                         " has other commands than the latest release, and they are used");
    return;
  }
  const std::string by = base.substr(0, base.find(':' + name.tag)) + ":latest";
  draft.text.replace(at, base.size(), by);
  draft.reasons.push_back("the base is the latest release, not " + base);
}

void allow_pip(Draft& draft) {
  const Dockerfile file = discovery::parse_dockerfile(draft.text, draft.path);
  const discovery::ImageName base = discovery::parse_image_name(discovery::final_base(file));
  if (!discovery::is_latest(base, "ubuntu") || is_arranged(file, draft.text)) return;
  const auto pip = first_pip(file);
  if (!pip) return;
  if (pip->python_in_it) {
    if (add_options(draft, file)) {
      draft.reasons.emplace_back("pip may install beside the system's packages");
    } else {
      draft.left.push_back(to_string(pip->instruction->where) +
                           ": pip will refuse to install; give it --break-system-packages by hand");
    }
    return;
  }
  draft.text.insert(offset_of_line(draft.text, pip->instruction->where.line), kMarkerLine);
  draft.reasons.emplace_back("pip may install: the mark EXTERNALLY-MANAGED goes before it");
}

}  // namespace pinko::repair

#include "checker/expect/package_causes.hpp"

#include "checker/expect/words.hpp"
#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace pinko::expect {
namespace {

/// What a program printed on a line, without BuildKit's number and seconds in front.
std::string_view printed_words(std::string_view line) {
  line = trim(line);
  for (int left = line.starts_with('#') ? 2 : 0; left > 0; --left)
    line = trim(line.substr(std::min(line.size(), line.find(' '))));
  return line;
}

/// The first package that apt lists for a name that is none's own; empty where it lists none.
std::string provider_of(const std::string& name, std::string_view output) {
  const std::string mark = "Package " + name + " is a virtual package provided by:";
  const std::size_t at = output.find(mark);
  if (at == std::string_view::npos) return {};
  const std::size_t line = output.find('\n', at);
  if (line == std::string_view::npos) return {};
  const std::string_view words =
      printed_words(output.substr(line + 1, output.find('\n', line + 1) - line - 1));
  return std::string(words.substr(0, words.find(' ')));
}

/// `E: Package 'awk' has no installation candidate`: apt knows the name, and nothing to install.
std::optional<Reason> no_candidate(std::string_view output) {
  const std::string line = line_with(output, "has no installation candidate");
  const std::string name = between(line, "Package '", "'");
  if (name.empty()) return std::nullopt;
  const std::string provider = provider_of(name, output);
  if (!provider.empty()) {
    return Reason{.id = "apt-package-virtual",
                  .cause = in_quotes(name) +
                           " stands for several packages, and apt does not choose one of them",
                  .hint = "Install one of them by its own name, such as `" + provider + "`."};
  }
  Reason found{.id = "apt-package-not-available",
               .cause = "apt knows the name " + in_quotes(name) +
                        " from other packages, and has no package of it",
               .hint = "Check the name: the package may be called otherwise today."};
  for (const std::string_view python : {"python", "python-pip"}) {
    if (name != python) continue;
    const std::string meant = "python3" + name.substr(std::string_view("python").size());
    found.hint = "The package is called " + meant + '.';
    found.particulars = Misnamed{.name = name, .meant = meant};
  }
  return found;
}

/// An option that apt-get or pip does not know, with the one that it was probably meant to be.
std::optional<Reason> unknown_option(std::string_view output) {
  static const std::vector<std::string> of_apt{
      "--yes", "-y", "--assume-yes", "--no-install-recommends", "--quiet"};
  static const std::vector<std::string> of_pip{
      "--no-cache-dir", "--break-system-packages", "--upgrade", "--requirement", "--user"};
  const std::string apt = line_with(output, "E: Command line option");
  const std::string pip = line_with(output, "no such option: ");
  if (apt.empty() && pip.empty()) return std::nullopt;
  std::string option(printed_words(between(pip + '\n', "no such option: ", "\n")));
  if (!apt.empty()) option = between(apt, "[from ", "]");
  if (option.empty()) option = between(apt, "option ", " is not ");
  if (option.empty()) return std::nullopt;
  Reason found{.id = apt.empty() ? "pip-option-unknown" : "apt-option-unknown",
               .cause = (apt.empty() ? "pip" : "apt-get") +
                        std::string(" does not know the option ") + option,
               .hint = "Check the spelling of the option, or leave it out."};
  const std::string meant = nearest(option, apt.empty() ? of_pip : of_apt);
  if (meant == option) {
    found.cause += ": this pip is older than the option";
    found.hint = "Leave the option out.";
  } else if (!meant.empty() && option.starts_with("--")) {
    found.hint = "Write " + meant + '.';
    found.particulars = Misnamed{.name = option, .meant = meant};
  }
  return found;
}

/// A package that apt or pip does not find under its name, or a name in the place of pip's command.
std::optional<Reason> missing_package(std::string_view output) {
  constexpr std::string_view kNoPackage = "Unable to locate package";
  if (const std::string line = line_with(output, kNoPackage); !line.empty()) {
    const std::size_t at = line.find(kNoPackage) + kNoPackage.size();
    const std::string name(trim(line.substr(at)));
    if (name.empty()) {
      return Reason{.id = "apt-package-unknown",
                    .cause =
                        "apt takes a blank for the name of a package: a backslash stands "
                        "in front of it",
                    .hint = "Let the backslash be the last sign of its line."};
    }
    std::string hint = "Check its spelling, letter by letter.";
    const bool pip = name == "pip3" || name == "pip";
    if (pip) hint = "The package is called python3-pip.";
    if (name == "flask" || name == "flask-cors") {
      hint = "It is no package of apt's: install it with `pip3 install " + name + "`.";
    }
    const bool comma = name.ends_with(',');
    if (comma) hint = "Leave the commas out: blanks stand between packages.";
    return Reason{.id = "apt-package-unknown",
                  .cause = "apt knows no package " + in_quotes(name) +
                           (comma ? ": the comma is taken for a part of the name" : ""),
                  .hint = std::move(hint),
                  .follows = {"apt-update"},
                  .particulars = Misnamed{.name = name, .meant = pip ? "python3-pip" : ""}};
  }
  if (const std::string line = line_with(output, "No matching distribution found for");
      !line.empty()) {
    const std::string name = line.substr(line.rfind(' ') + 1);
    return Reason{.id = "pip-package-unknown",
                  .cause = "pip finds no package " + in_quotes(name),
                  .hint = "Check its spelling and its version number."};
  }
  const std::string word = between(output, "ERROR: unknown command \"", "\"");
  if (!word.empty()) {
    return Reason{.id = "pip-install-forgotten",
                  .cause = "pip took " + in_quotes(word) + " for a command: install is missing",
                  .hint = "Write `pip3 install " + word + "`."};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Reason> recognise_packages(std::string_view output) {
  for (const auto recognise : {missing_package, no_candidate, unknown_option}) {
    if (auto reason = recognise(output)) return reason;
  }
  return std::nullopt;
}

}  // namespace pinko::expect

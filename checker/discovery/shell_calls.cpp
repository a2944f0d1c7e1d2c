#include "checker/discovery/shell_words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>

namespace pinko::discovery {
namespace {

/// "python3", "python3.12", "python".
bool is_python(std::string_view name) {
  return name.starts_with("python") &&
         name.substr(6).find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_pip(std::string_view name) {
  return name.starts_with("pip") &&
         name.substr(3).find_first_not_of("0123456789.") == std::string_view::npos;
}

/// The name of a requirement (PEP 503): "Flask_Cors[async]>=4" is "flask-cors".
std::string requirement_name(std::string_view text) {
  const std::size_t end = text.find_first_of("=<>!~[;@ ");
  return replace_all(to_lower(text.substr(0, end)), "_", "-");
}

/// Index of the first word behind pip itself, or 0 when the command is another.
std::size_t behind_pip(const ShellCommand& command) {
  const std::string program = program_of(command);
  if (is_pip(program)) return 1;
  if (!is_python(program)) return 0;
  for (std::size_t i = 1; i + 1 < command.words.size(); ++i) {
    if (!command.words[i].starts_with('-')) return 0;
    if (command.words[i] == "-m") return is_pip(command.words[i + 1]) ? i + 2 : 0;
  }
  return 0;
}

/// Options of pip install that take the next word.
bool pip_takes_value(std::string_view option) {
  for (const std::string_view name : {"-i",
                                      "--index-url",
                                      "--extra-index-url",
                                      "-f",
                                      "--find-links",
                                      "-t",
                                      "--target",
                                      "-c",
                                      "--constraint",
                                      "--prefix",
                                      "--root",
                                      "--timeout",
                                      "--retries",
                                      "--proxy",
                                      "--cache-dir",
                                      "--trusted-host",
                                      "--python",
                                      "--log"}) {
    if (option == name) return true;
  }
  return false;
}

bool apt_takes_value(std::string_view option) {
  for (const std::string_view name : {"-o",
                                      "--option",
                                      "-c",
                                      "--config-file",
                                      "-t",
                                      "--target-release",
                                      "--default-release",
                                      "-a"}) {
    if (option == name) return true;
  }
  return false;
}

/// The words by which apt's values say yes.
bool is_true(std::string_view value) {
  constexpr std::array<std::string_view, 6> kTrue = {"1", "true", "yes", "on", "with", "enable"};
  return std::ranges::find(kTrue, to_lower(value)) != kTrue.end();
}

/// `-o APT::Get::Assume-Yes=true`, the setting that -y stands for.
bool sets_yes(std::string_view setting) {
  const std::size_t equals = std::min(setting.find('='), setting.size());
  return equal_ignoring_case(setting.substr(0, equals), "APT::Get::Assume-Yes") &&
         is_true(setting.substr(std::min(equals + 1, setting.size())));
}

bool says_yes(std::string_view option) {
  constexpr std::array<std::string_view, 5> kYes = {
      "--yes", "--assume-yes", "-qq", "-q=2", "--quiet=2"};
  if (std::ranges::find(kYes, option) != kYes.end()) return true;
  if (option.starts_with("--yes=") || option.starts_with("--assume-yes=")) {
    return is_true(option.substr(option.find('=') + 1));
  }
  if (option.starts_with("-o")) return sets_yes(option.substr(2));
  if (option.starts_with("--option=")) return sets_yes(option.substr(9));
  if (option.starts_with("--")) return false;
  // Short options stand together, up to one that takes a value: -qy, but not -oy.
  for (const char c : option.substr(1)) {
    if (c == 'y') return true;
    if (c == 'o' || c == 'c' || c == 't' || c == 'a') return false;
  }
  return false;
}

}  // namespace

std::optional<AptCall> as_apt(const ShellCommand& command) {
  AptCall call;
  call.program = program_of(command);
  if (call.program != "apt-get" && call.program != "apt" && call.program != "aptitude") {
    return std::nullopt;
  }
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    const std::string& word = command.words[i];
    if (word.starts_with('-') && word.size() > 1) {
      if (says_yes(word)) call.assume_yes = true;
      if (!apt_takes_value(word)) continue;
      ++i;
      const bool setting = word == "-o" || word == "--option";
      if (setting && i < command.words.size() && sets_yes(command.words[i])) call.assume_yes = true;
    } else if (call.verb.empty()) {
      call.verb = word;
    } else {
      call.packages.push_back(word.substr(0, word.find_first_of("=/:")));
    }
  }
  return call;
}

std::optional<PipCall> as_pip(const ShellCommand& command) {
  std::size_t i = behind_pip(command);
  if (i == 0) return std::nullopt;
  PipCall call;
  for (; i < command.words.size(); ++i) {
    const std::string& word = command.words[i];
    if (word == "-r" || word == "--requirement") {
      if (i + 1 < command.words.size()) call.requirements.push_back(command.words[++i]);
    } else if (word.starts_with("--requirement=")) {
      call.requirements.push_back(word.substr(word.find('=') + 1));
    } else if (word.starts_with("-r") && word.size() > 2) {
      call.requirements.push_back(word.substr(2));
    } else if (word.starts_with('-') && word.size() > 1) {
      if (word == "--break-system-packages") call.break_system_packages = true;
      if (pip_takes_value(word)) ++i;
    } else if (call.verb.empty()) {
      call.verb = word;
    } else {
      call.packages.push_back(requirement_name(word));
    }
  }
  return call;
}

}  // namespace pinko::discovery

#include "checker/expect/build_causes.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace pinko::expect {
namespace {

/// A line of BuildKit's plain output without its step and time: `#7 0.512 text`.
std::string_view without_step(std::string_view line) {
  constexpr std::string_view kDigits = "0123456789";
  if (!line.starts_with('#')) return {};
  const std::size_t time = line.find_first_not_of(kDigits, 1);
  if (time == std::string_view::npos || line[time] != ' ') return {};
  const std::size_t end = line.find_first_not_of("0123456789.", time + 1);
  if (end == std::string_view::npos || end == time + 1 || line[end] != ' ') return {};
  return trim(line.substr(end));
}

/// Of the classic builder, or of Podman's.
bool is_of_builder(std::string_view line) {
  constexpr std::array<std::string_view, 8> kOwn{"Step ",
                                                 "--->",
                                                 "The command ",
                                                 "Removing ",
                                                 "STEP ",
                                                 "--> ",
                                                 "building at STEP ",
                                                 "Error: building at STEP "};
  return std::ranges::any_of(kOwn, [line](std::string_view own) { return line.starts_with(own); });
}

/// The last line that a command of a step printed; empty where it printed none.
std::string_view last_said(std::string_view output) {
  std::string_view said;
  std::string_view plain;
  for (const std::string_view line : split_lines(output)) {
    if (const std::string_view text = without_step(line); !text.empty()) said = text;
    const std::string_view words = trim(line);
    if (!words.empty() && !words.starts_with('#') && !is_of_builder(words)) plain = words;
  }
  const bool buildkit = output.starts_with('#');
  return buildkit ? said : plain;
}

/// `install -y python3`, `install flask`: what apt-get and pip are called with, and a program of
/// its own.
std::optional<Reason> bare_install(std::string_view said, std::string_view command) {
  if (!said.starts_with("install: ") && !said.starts_with("Try 'install --help'")) {
    return std::nullopt;
  }
  const std::size_t at = command.find("install ");
  if (at == std::string_view::npos || command.find("install -D") != std::string_view::npos ||
      command.find("install -m") != std::string_view::npos) {
    return std::nullopt;
  }
  const bool python = command.substr(at).find("flask") != std::string_view::npos;
  const std::string program = python ? "pip3" : "apt-get";
  return Reason{.id = python ? "pip-forgotten" : "apt-get-forgotten",
                .cause = "`install` alone is a program that copies files: " + program +
                         " is missing in front of it",
                .hint = "Write `" + program + " install`."};
}

}  // namespace

Reason run_failed(std::string_view output, std::string_view command) {
  const std::string_view said = last_said(output);
  if (said.empty()) return {};
  if (auto found = bare_install(said, command)) return *std::move(found);
  return {.id = "run-command-failed",
          .cause = "a command of that RUN failed, and said: " + head(said, 200)};
}

}  // namespace pinko::expect

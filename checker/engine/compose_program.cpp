#include "checker/engine/compose_program.hpp"

#include "checker/engine/process.hpp"
#include "checker/util/file_start.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <filesystem>
#include <future>
#include <optional>
#include <system_error>
#include <utility>

namespace pinko::engine {
namespace {

constexpr std::size_t kLongestScript = 4096;  ///< that starts a program of a Python package

/// "docker-compose version 1.29.2, build unknown" and "v2.26.1" alike: the first number with dots.
std::string version_in(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789";
  std::size_t begin = text.find_first_of(kDigits);
  while (begin != std::string_view::npos) {
    const std::size_t end = text.find_first_not_of("0123456789.", begin);
    const std::string_view word = text.substr(begin, end - begin);
    if (word.find('.') != std::string_view::npos) return std::string(word);
    begin = end == std::string_view::npos ? end : text.find_first_of(kDigits, end);
  }
  return {};
}

/// Nothing when the program is not there, or is no Compose.
std::optional<ComposeProgram> ask(CommandRunner& runner,
                                  ComposeProgram program,
                                  Deadline deadline) {
  Command question{.argv = program.argv, .environment = program.environment, .deadline = deadline};
  question.argv.emplace_back("version");
  const Result<CommandOutcome> answer = runner.run(question);
  if (!answer || !answer->ok()) return std::nullopt;
  program.version = version_in(answer->out);
  program.major = 0;
  std::from_chars(
      program.version.data(), program.version.data() + program.version.size(), program.major);
  if (program.major < 1) return std::nullopt;
  return program;
}

/// The program that runs a script, without links: "python3.11".
std::string interpreter_of(std::string_view script) {
  std::string_view line = script.substr(0, script.find('\n'));
  line.remove_prefix(std::min(line.find('/'), line.size()));
  std::error_code error;
  const auto program = std::filesystem::canonical(line.substr(0, line.find(' ')), error);
  return error ? std::string() : program.filename().string();
}

/// Compose v1 asks for distutils, in whose place setuptools puts its own where it is there: twice
/// as much to load.
std::vector<std::pair<std::string, std::string>> environment_for(std::string_view script) {
  if (!has_own_distutils(interpreter_of(script))) return {};
  return {{"SETUPTOOLS_USE_DISTUTILS", "stdlib"}};
}

}  // namespace

std::string version_in_script(std::string_view script) {
  constexpr std::string_view kName = "docker-compose==";
  const std::string_view first = script.substr(0, script.find('\n'));
  const std::size_t name = script.find(kName);
  const bool python = first.starts_with("#!") && first.find("python") != std::string_view::npos;
  if (!python || name == std::string_view::npos) return {};
  const std::string_view rest = script.substr(name + kName.size());
  return std::string(rest.substr(0, rest.find_first_not_of("0123456789.")));
}

bool has_own_distutils(std::string_view interpreter) {
  constexpr std::string_view kPython = "python3.";
  constexpr int kFirstWithout = 12;
  if (!interpreter.starts_with(kPython)) return false;
  interpreter.remove_prefix(kPython.size());
  int minor = kFirstWithout;
  std::from_chars(interpreter.data(), interpreter.data() + interpreter.size(), minor);
  return minor < kFirstWithout;
}

Result<ComposeProgram> find_compose(CommandRunner& runner, Deadline deadline) {
  std::vector<std::future<std::optional<ComposeProgram>>> asked;
  const auto ask_aside = [&](std::vector<std::string> argv) {
    asked.push_back(std::async(std::launch::async, [&runner, argv = std::move(argv), deadline] {
      return ask(runner, {.argv = argv}, deadline);
    }));
  };
  std::optional<ComposeProgram> oldest;
  for (const std::filesystem::path& docker : programs_named("docker"))
    ask_aside({docker.string(), "compose"});
  for (const std::filesystem::path& program : programs_named("docker-compose")) {
    const std::string script = read_start(program, kLongestScript);
    const std::string version = version_in_script(script);
    if (!version.starts_with("1.")) {
      ask_aside({program.string()});
    } else if (!oldest) {
      oldest = {.argv = {program.string()},
                .version = version,
                .major = 1,
                .confirmed = false,
                .environment = environment_for(script)};
    }
  }
  for (auto& answer : asked) {
    const std::optional<ComposeProgram> found = answer.get();
    if (found && found->major >= 2) return *found;
    if (found && !oldest) oldest = found;
  }
  if (oldest) return *oldest;
  if (deadline.passed()) {
    return fail(
        ErrorCode::timeout,
        "find Compose: it did not tell its version in time; this machine has too much to do");
  }
  return fail(ErrorCode::engine,
              "find Compose: neither `docker compose` nor `docker-compose` answers; install "
              "docker-compose-plugin or docker-compose");
}

Status confirm_compose(CommandRunner& runner, const ComposeProgram& program, Deadline deadline) {
  if (program.confirmed || ask(runner, program, deadline)) return {};
  if (deadline.passed()) {
    return fail(ErrorCode::timeout,
                "start " + program.argv.front() +
                    ": it did not tell its version in time; this machine has too much to do");
  }
  return fail(ErrorCode::engine,
              "start " + program.argv.front() +
                  ": it does not tell its version, so it does not run; install "
                  "docker-compose-plugin or docker-compose anew");
}

}  // namespace pinko::engine

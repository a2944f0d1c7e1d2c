#include "checker/expect/builder_limits.hpp"

#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::expect {
namespace {

using discovery::Dockerfile;
using discovery::Instruction;

/// Is the line one of a here-document's body? An old builder takes it for an instruction.
bool is_in_heredoc(const Dockerfile& file, int line) {
  return std::ranges::any_of(file.instructions, [line](const Instruction& instruction) {
    return std::ranges::any_of(instruction.heredocs, [line](const discovery::Heredoc& heredoc) {
      const auto lines = std::ranges::count(heredoc.body, '\n');
      return heredoc.where.line <= line && line < heredoc.where.line + lines;
    });
  });
}

/// "--mount" of "the --mount option requires BuildKit", which a line begins with.
std::string option_of_buildkit(std::string_view output) {
  for (const std::string_view line : split_lines(output)) {
    if (!line.starts_with("the --")) continue;
    const std::size_t end = line.find(" option requires BuildKit");
    if (end != std::string_view::npos) return std::string(line.substr(4, end - 4));
  }
  return {};
}

/// "--link" of "Unknown flag: link": what COPY and ADD take since Docker 23 or later.
std::string option_of_later(std::string_view output) {
  constexpr std::string_view kWords = "Unknown flag: ";
  const std::size_t found = output.find(kWords);
  if (found == std::string_view::npos) return {};
  const std::string_view rest = output.substr(found + kWords.size());
  const std::string_view flag = trim(rest.substr(0, rest.find_first_of(" \r\n")));
  for (const std::string_view known : {"link", "chmod", "checksum"}) {
    if (flag == known) return "--" + std::string(flag);
  }
  return {};
}

bool is_copy(const Dockerfile& file, int line) {
  return std::ranges::any_of(file.instructions, [line](const Instruction& instruction) {
    return instruction.where.line == line &&
           (instruction.keyword == "COPY" || instruction.keyword == "ADD");
  });
}

BuilderLack needs_buildkit(const std::string& what) {
  return {.what = what + " needs BuildKit, which the docker command of this machine lacks",
          .remedy = "Install its plugin, docker-buildx or docker-buildx-plugin, and run it again."};
}

}  // namespace

std::optional<BuilderLack> beyond_builder(std::string_view output,
                                          const std::optional<Dockerfile>& file,
                                          const Instruction* failed,
                                          int line) {
  const auto printed = [output](std::string_view words) {
    return output.find(words) != std::string_view::npos;
  };
  if (const std::string option = option_of_buildkit(output); !option.empty()) {
    return needs_buildkit("the option " + option);
  }
  if (failed != nullptr && !failed->heredocs.empty() && printed("no source files were specified")) {
    return needs_buildkit("a here-document behind " + failed->keyword);
  }
  if (const std::string option = option_of_later(output);
      !option.empty() && file && is_copy(*file, line)) {
    return BuilderLack{.what = "the engine's builder does not know the option " + option,
                       .remedy = "Docker has it since release 23: grade it with such a one."};
  }
  // `from flask import Flask` is an instruction too, if a wrong one.
  const bool no_instruction = printed("nknown instruction") || printed("parse error");
  if (file && no_instruction && is_in_heredoc(*file, line)) {
    return BuilderLack{.what = "the engine's builder knows no here-documents",
                       .remedy = "Docker has them since release 23: grade it with such a one."};
  }
  return std::nullopt;
}

}  // namespace pinko::expect

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
  if (file && printed("unknown instruction") && is_in_heredoc(*file, line)) {
    return BuilderLack{.what = "the engine's builder knows no here-documents",
                       .remedy = "Docker has them since release 23: grade it with such a one."};
  }
  return std::nullopt;
}

}  // namespace pinko::expect

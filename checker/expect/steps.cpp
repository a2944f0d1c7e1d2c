#include "checker/expect/steps.hpp"

#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

namespace pinko::expect {
namespace {

using discovery::CopyStep;
using discovery::Instruction;
using discovery::ShellCommand;
using discovery::ShellVariables;

constexpr std::size_t kMostSteps =
    10'000;  ///< lines that each start a long script are a few letters

/// The file that a command starts, as it names it: `./setup.sh`, `sh setup.sh`, `. setup.sh`.
std::string script_of(const ShellCommand& command) {
  constexpr std::array<std::string_view, 7> kReaders{
      "sh", "bash", "dash", "ash", "zsh", ".", "source"};
  const std::string program = discovery::program_of(command);
  if (std::ranges::find(kReaders, program) == kReaders.end()) {
    return command.words.empty() ? std::string() : command.words.front();
  }
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    if (!command.words[i].starts_with('-')) return command.words[i];
  }
  return {};
}

/// Unfolds a Dockerfile's commands.
class Unfolding {
 public:
  explicit Unfolding(const Sources& task)
      : task_(task) {}

  std::vector<Step> steps(const discovery::Dockerfile& file) {
    discovery::visit_final(file, [this](const Instruction& one, const ShellVariables& variables) {
      if (one.keyword == "COPY" || one.keyword == "ADD") note_copy(discovery::copy_step(one));
      if (one.keyword != "RUN" && one.keyword != "CMD" && one.keyword != "ENTRYPOINT") return;
      for (ShellCommand& command : discovery::shell_commands(one, variables))
        add(one.keyword, std::move(command), variables);
    });
    return std::move(steps_);
  }

 private:
  /// A file that gets another name in the image.
  void note_copy(const CopyStep& copy) {
    if (copy.sources.size() != 1 || !copy.from.empty() || copy.destination.ends_with('/')) return;
    copied_as_[std::string(base_name(copy.destination))] = base_name(copy.sources.front());
  }

  void add(const std::string& keyword, ShellCommand command, const ShellVariables& variables) {
    if (steps_.size() >= kMostSteps) return;
    const std::string script =
        keyword == "RUN" ? std::string(base_name(script_of(command))) : std::string();
    steps_.push_back({.keyword = keyword, .command = std::move(command)});
    if (script.empty()) return;
    const auto copied = copied_as_.find(script);
    read_script(copied == copied_as_.end() ? script : copied->second, variables);
  }

  /// The script's own commands, where the task has one file of that name. What it starts in its
  /// turn is not looked into.
  void read_script(const std::string& name, const ShellVariables& variables) {
    const auto is_it = [&name](const auto& file) { return base_name(file.first) == name; };
    if (std::ranges::count_if(task_.texts, is_it) != 1) return;
    const auto& [path, text] = *std::ranges::find_if(task_.texts, is_it);
    const std::string_view first = std::string_view(text).substr(0, text.find('\n'));
    if (first.starts_with("#!") && first.find("sh") == std::string_view::npos) return;
    for (ShellCommand& command : discovery::shell_commands(text, variables)) {
      if (steps_.size() >= kMostSteps) return;
      command.where.path = task_.from_top(path);
      steps_.push_back({.keyword = "RUN", .command = std::move(command)});
    }
  }

  const Sources& task_;
  std::map<std::string, std::string> copied_as_;
  std::vector<Step> steps_;
};

}  // namespace

std::vector<Step> steps_of(const discovery::Dockerfile& file, const Sources& task) {
  return Unfolding(task).steps(file);
}

}  // namespace pinko::expect

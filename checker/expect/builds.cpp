#include "checker/discovery/dockerfile.hpp"
#include "checker/expect/build_causes.hpp"
#include "checker/expect/builder_limits.hpp"
#include "checker/expect/failed_step.hpp"
#include "checker/expect/images.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/git_commands.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <optional>

namespace pinko::expect {
namespace {

using discovery::Dockerfile;
using discovery::Instruction;

constexpr std::size_t kTail = 4096;

/// True when the builder's words for a step are those of an instruction.
bool is_step(const Instruction& instruction, std::string_view step) {
  const std::size_t keyword = step.find(instruction.keyword);
  if (keyword == std::string_view::npos || instruction.arguments.empty()) return false;
  std::string_view words = trim(step.substr(keyword + instruction.keyword.size()));
  const std::string_view arguments = trim(instruction.arguments);
  return words == arguments || words.ends_with(arguments) ||
         (words.size() > 20 && arguments.starts_with(words.substr(0, words.size() - 3)));
}

std::optional<Dockerfile> read_dockerfile(const BuildSeen& seen, const Sources& task) {
  const std::string* text = task.find(from_task(task, seen.dockerfile));
  if (text == nullptr) return std::nullopt;
  return discovery::parse_dockerfile(*text, seen.dockerfile);
}

/// The instruction that failed; null where it cannot be told.
const Instruction* failed_instruction(const std::optional<Dockerfile>& file,
                                      const BuildSeen& seen) {
  if (!file) return nullptr;
  const auto found = std::ranges::find_if(
      file->instructions, [&](const Instruction& one) { return is_step(one, seen.failed_step); });
  return found == file->instructions.end() ? nullptr : &*found;
}

/// Its place in the Dockerfile. What BuildKit says of a port names neither step nor line.
Location place_of_step(const std::optional<Dockerfile>& file,
                       const BuildSeen& seen,
                       int line,
                       std::string_view cause) {
  if (!file) return {.path = seen.dockerfile, .line = line};
  if (line > 0) return {.path = seen.dockerfile, .line = line, .column = 1};
  if (const Instruction* failed = failed_instruction(file, seen)) return failed->where;
  if (cause == "image-name-invalid") return discovery::final_base_place(*file);
  const Instruction* expose =
      cause == "expose-no-port" ? discovery::expose_without_port(*file) : nullptr;
  if (expose != nullptr) return expose->where;
  return file->problems.empty() ? Location{.path = seen.dockerfile} : file->problems.front().where;
}

/// A Dockerfile of the same name in other letters' case; empty where there is none.
std::string near_miss(const std::string& dockerfile, const Sources& task) {
  for (const auto& [path, text] : task.texts) {
    if (equal_ignoring_case(task.from_top(path), dockerfile)) return task.from_top(path);
  }
  return {};
}

/// There is nothing to build from.
Finding no_dockerfile(const BuildSeen& seen, const Sources& task) {
  Finding finding = failed("an image built from " + seen.dockerfile, "no such file");
  finding.follows = {"dockerfile", "back-end-files", "front-end-dockerfile"};
  finding.cause_id = "dockerfile-missing";
  finding.cause = "there is no " + seen.dockerfile;
  finding.hint = "Create the file, or let the build section name the folder that it is in.";
  if (const auto place = place_in_stack(task, seen.role, "build")) finding.where = {*place};
  if (seen.dockerfile == task.from_top("proxy/Dockerfile")) {
    finding.follows.emplace_back("proxy-base-image");
  }
  if (seen.dockerfile.find("/softy-pinko-front-end/") != std::string::npos) {
    finding.follows.emplace_back("front-end-files");
  }
  const std::string other = near_miss(seen.dockerfile, task);
  if (other.empty()) return finding;
  finding.cause_id = "file-in-other-case";
  finding.cause = "the file is called " + other + "; Linux tells capital letters from small ones";
  finding.hint =
      "Rename it: `" + git_move(other, seen.dockerfile) + "`, from the repository's top.";
  finding.where = {Location{.path = other}};
  return finding;
}

Finding judge_failure(const BuildSeen& seen, const Sources& task) {
  const bool ours = !seen.dockerfile.empty() && seen.dockerfile.starts_with(task.folder + '/');
  const bool there = task.find(from_task(task, seen.dockerfile)) != nullptr;
  if (ours && !there && !task.texts.empty() && !seen.timed_out && seen.failed_step.empty()) {
    return no_dockerfile(seen, task);
  }
  Finding finding = failed("an image built from " + seen.dockerfile, "");
  if (seen.timed_out) {
    finding.actual = "the build did not end in time";
    finding.cause_id = "build-waits";
    finding.cause = "a command may be waiting for an answer that nobody gives";
    finding.hint = "Add `-y` to apt-get, and let no command of the build start a server.";
  } else if (const std::size_t ended = seen.output.rfind(kBuildEnded); ended < seen.output.size()) {
    finding.actual = trim(std::string_view(seen.output).substr(ended));
  } else {
    finding.actual = "the build ended with exit code " + std::to_string(seen.exit_code);
  }
  if (!seen.failed_step.empty()) finding.actual += " at: " + seen.failed_step;
  Reason known = recognise_build(seen.output);
  const int line = line_named(seen.output);
  const std::optional<Dockerfile> file = read_dockerfile(seen, task);
  const Instruction* const failed = failed_instruction(file, seen);
  if (const auto lack = beyond_builder(seen.output, file, failed, line)) {
    return errored(ErrorCode::engine,
                   seen.dockerfile + " could not be built here: " + lack->what,
                   lack->remedy);
  }
  if (failed != nullptr) {
    look_at_instruction(known, seen, {.file = *file, .failed = *failed}, task);
  }
  const bool placed = !known.where.empty();
  explain(finding, std::move(known));
  if (!placed) finding.where = {place_of_step(file, seen, line, finding.cause_id)};
  // BuildKit takes `dockerfile` for want of `Dockerfile`; other builders do not.
  if (const std::string other = near_miss(seen.dockerfile, task);
      ours && !there && !other.empty()) {
    BuildSeen spelled = seen;
    spelled.dockerfile = other;
    finding.where = {
        place_of_step(read_dockerfile(spelled, task), spelled, line, finding.cause_id)};
    finding.notes.push_back("the file is called " + other + "; the task says Dockerfile");
  }
  finding.evidence = tail(of_failed_step(seen.output), kTail);
  return finding;
}

}  // namespace

Finding builds(const BuildSeen& seen, const Sources& task) {
  if (!seen.ok) return judge_failure(seen, task);
  return passed("an image from " + seen.dockerfile);
}

}  // namespace pinko::expect

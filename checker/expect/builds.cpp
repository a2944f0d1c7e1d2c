#include "checker/discovery/dockerfile.hpp"
#include "checker/discovery/shell_words.hpp"
#include "checker/expect/build_causes.hpp"
#include "checker/expect/builder_limits.hpp"
#include "checker/expect/images.hpp"
#include "checker/expect/messages/messages.hpp"
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
  const Instruction* expose =
      cause == "expose-no-port" ? discovery::expose_without_port(*file) : nullptr;
  if (expose != nullptr) return expose->where;
  return file->problems.empty() ? Location{.path = seen.dockerfile} : file->problems.front().where;
}

bool updates_before(const Dockerfile& file, const Instruction& failed) {
  for (const Instruction& one : file.instructions) {
    for (const discovery::ShellCommand& command : discovery::shell_commands(one)) {
      const auto call = discovery::as_apt(command);
      if (call && call->verb == "update" && one.stage == failed.stage) return true;
    }
    if (&one == &failed) break;
  }
  return false;
}

/// What the failed instruction itself tells beyond the builder's words.
void look_closer(Reason& known, const Dockerfile& file, const Instruction& failed) {
  if (known.id == "apt-package-unknown" || known.id == "apt-package-not-available") {
    if (updates_before(file, failed)) return;
    known.id = "apt-install-without-update";
    known.cause += ", as no `apt-get update` has fetched the list of packages before";
    known.hint = "Run `apt-get update` before the installation, in the same Dockerfile.";
    return;
  }
  if (failed.keyword != "COPY" && failed.keyword != "ADD") return;
  const discovery::CopyStep step = discovery::copy_step(failed);
  const bool leaves = std::ranges::any_of(
      step.sources, [](const std::string& source) { return source.starts_with(".."); });
  if (!leaves || !step.from.empty()) return;
  known = reason_of(*message_of("copy-outside-context"));
}

/// "#7" of a line of BuildKit's plain output; empty for all other lines.
std::string_view step_number(std::string_view line) {
  if (!line.starts_with('#')) return {};
  const std::size_t end = line.find_first_not_of("0123456789", 1);
  return end > 1 && end < line.size() && line[end] == ' ' ? line.substr(0, end)
                                                          : std::string_view();
}

/// What the step that failed printed, and what the builder says at the end: the steps before it
/// went well, and tell nothing. All of it where no step is marked as failed.
std::string of_failed_step(const std::string& output) {
  const auto lines = split_lines(output);
  std::string_view failed_step;
  for (const std::string_view line : lines) {
    const std::string_view number = step_number(line);
    if (!number.empty() && line.substr(number.size()).starts_with(" ERROR")) failed_step = number;
  }
  if (failed_step.empty()) return output;
  std::string kept;
  for (const std::string_view line : lines) {
    const std::string_view number = step_number(line);
    const bool other_step = !number.empty() && number != failed_step;
    const bool hash = !number.empty() && line.substr(number.size()).starts_with(" sha256:");
    if (other_step || hash || trim(line).empty()) continue;
    kept.append(line).append("\n");
  }
  return kept;
}

/// A server runs as long as it can; the build waits for its end.
bool starts_server(const BuildSeen& seen, const Instruction& failed) {
  if (failed.keyword != "RUN") return false;
  return of_failed_step(seen.output).find(" * Running on http") != std::string::npos ||
         (seen.timed_out && failed.arguments.find("daemon off") != std::string::npos);
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

/// What the failed instruction itself tells, where the builder's words alone do not.
void look_at_instruction(Reason& known, const BuildSeen& seen, const Instruction& failed) {
  const bool one_word = failed.exec_form && failed.exec.size() == 1 &&
                        failed.exec.front().find(' ') != std::string::npos;
  if (known.empty() && one_word) {
    known = {
        .id = "exec-form-one-word",
        .cause = "Docker looks for a program whose whole name is " + in_quotes(failed.exec.front()),
        .corrected = failed.keyword + ' ' + failed.exec.front(),
        .placement = in_place_of(failed.where)};
  }
  if (failed.keyword == "WORKDIR" && seen.output.find("not a directory") != std::string::npos) {
    const std::string folder(trim(failed.arguments));
    known = {.id = "workdir-is-file",
             .cause = folder +
                      " is a file by then: COPY gave the file that name, as there was no "
                      "such folder yet",
             .hint = "Put WORKDIR in front of COPY, or end the target of COPY with a slash: `" +
                     folder + "/`."};
  }
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
    finding.actual = "the build ended with " + std::to_string(seen.exit_code);
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
    look_closer(known, *file, *failed);
    if (starts_server(seen, *failed)) {
      known = {.id = "server-started-while-building",
               .cause = "a RUN line starts a server, and the build waits for its end",
               .hint = "Start the server with CMD in place of RUN."};
    }
    look_at_instruction(known, seen, *failed);
    if (known.empty() && failed->keyword == "RUN") {
      known = run_failed(of_failed_step(seen.output), failed->arguments);
    }
  }
  explain(finding, std::move(known));
  finding.where = {place_of_step(file, seen, line, finding.cause_id)};
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

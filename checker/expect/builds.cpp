#include "checker/discovery/dockerfile.hpp"
#include "checker/expect/build_causes.hpp"
#include "checker/expect/images.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

namespace pinko::expect {
namespace {

constexpr std::size_t kTail = 4096;

/// True when the builder's words for a step are those of an instruction.
bool is_step(const discovery::Instruction& instruction, std::string_view step) {
  const std::size_t keyword = step.find(instruction.keyword);
  if (keyword == std::string_view::npos || instruction.arguments.empty()) return false;
  std::string_view words = trim(step.substr(keyword + instruction.keyword.size()));
  const std::string_view arguments = trim(instruction.arguments);
  return words == arguments || words.ends_with(arguments) ||
         (words.size() > 20 && arguments.starts_with(words.substr(0, words.size() - 3)));
}

/// The instruction that failed, in the Dockerfile.
std::vector<Location> place_of_step(const BuildSeen& seen, const Sources& task, int line) {
  const std::string* text = task.find(from_task(task, seen.dockerfile));
  if (text == nullptr) return {Location{.path = seen.dockerfile, .line = line}};
  if (line > 0) return {Location{.path = seen.dockerfile, .line = line, .column = 1}};
  const discovery::Dockerfile file = discovery::parse_dockerfile(*text, seen.dockerfile);
  for (const discovery::Instruction& instruction : file.instructions) {
    if (is_step(instruction, seen.failed_step)) return {instruction.where};
  }
  if (!file.problems.empty()) return {file.problems.front().where};
  return {Location{.path = seen.dockerfile}};
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
  const std::string other = near_miss(seen.dockerfile, task);
  if (other.empty()) return finding;
  finding.cause_id = "file-in-other-case";
  finding.cause = "the file is called " + other + "; Linux tells capital letters from small ones";
  finding.hint = "Rename it: `git mv " + shell_quoted(other) + ' ' + shell_quoted(seen.dockerfile) +
                 "`, from the repository's top.";
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
  } else {
    finding.actual = "the build ended with " + std::to_string(seen.exit_code);
  }
  if (!seen.failed_step.empty()) finding.actual += " at: " + seen.failed_step;
  BuildCause known = recognise_build(seen.output);
  if (!known.cause.empty()) {
    finding.cause_id = std::move(known.id);
    finding.cause = std::move(known.cause);
    finding.hint = std::move(known.hint);
    finding.follows = std::move(known.follows);
  }
  finding.where = place_of_step(seen, task, known.line);
  // BuildKit takes `dockerfile` for want of `Dockerfile`; other builders do not.
  if (const std::string other = near_miss(seen.dockerfile, task);
      ours && !there && !other.empty()) {
    BuildSeen spelled = seen;
    spelled.dockerfile = other;
    finding.where = place_of_step(spelled, task, known.line);
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

Finding all_build(const ProjectBuildSeen& seen, const Sources& task) {
  if (!seen.message.empty()) {
    Finding finding = failed("an image for each service", "nothing was built");
    finding.cause = seen.message;
    finding.follows = {"services", "proxy-service", "service-name"};
    return finding;
  }
  std::vector<std::string> bad;
  const BuildSeen* first = nullptr;
  for (const BuildSeen& image : seen.images) {
    if (image.ok) continue;
    if (first == nullptr) first = &image;
    bad.push_back(image.role);
  }
  if (first == nullptr && seen.ok) return passed(counted(seen.images.size(), "image"));
  if (first == nullptr) return failed("an image for each service", "not every image was built");
  Finding finding = judge_failure(*first, task);
  finding.actual = "service " + first->role + ": " + finding.actual;
  if (bad.size() > 1) finding.notes.push_back("more services fail to build: " + join(bad, ", "));
  return finding;
}

}  // namespace pinko::expect

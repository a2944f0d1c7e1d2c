#include "checker/expect/failed_step.hpp"

#include "checker/discovery/shell_words.hpp"
#include "checker/expect/build_causes.hpp"
#include "checker/expect/log_causes.hpp"
#include "checker/expect/messages/messages.hpp"
#include "checker/expect/nginx_causes.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::expect {
namespace {

using discovery::Dockerfile;
using discovery::Instruction;

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
void look_closer(Reason& known,
                 const Dockerfile& file,
                 const Instruction& failed,
                 const Sources& task) {
  if (known.id == "apt-package-unknown" || known.id == "apt-package-not-available") {
    if (updates_before(file, failed)) return;
    known.id = "apt-install-without-update";
    known.cause += ", as no `apt-get update` has fetched the list of packages before";
    known.hint = "Run `apt-get update` before the installation, in the same Dockerfile.";
    return;
  }
  if (failed.keyword != "COPY" && failed.keyword != "ADD") return;
  const discovery::CopyStep step = discovery::copy_step(failed);
  const auto outside = std::ranges::find_if(
      step.sources, [](const std::string& source) { return source.starts_with(".."); });
  if (outside == step.sources.end() || !step.from.empty()) return;
  known = reason_of(*message_of("copy-outside-context"));
  const std::string own(from_task(task, failed.where.path));
  const std::string name(base_name(*outside));
  if (task.find(own.substr(0, own.rfind('/') + 1) + name) == nullptr) return;
  known.hint = "Write " + name + " alone: the file of that name stands beside the Dockerfile.";
  known.corrected = replace_all(failed.raw, *outside, name);
  known.placement = in_place_of(failed.where);
}

/// "#7" of a line of BuildKit's plain output; empty for all other lines.
std::string_view step_number(std::string_view line) {
  if (!line.starts_with('#')) return {};
  const std::size_t end = line.find_first_not_of("0123456789", 1);
  return end > 1 && end < line.size() && line[end] == ' ' ? line.substr(0, end)
                                                          : std::string_view();
}

/// A server runs as long as it can; the build waits for its end.
bool starts_server(const BuildSeen& seen, const Instruction& failed) {
  if (failed.keyword != "RUN") return false;
  return of_failed_step(seen.output).find(" * Running on http") != std::string::npos ||
         (seen.timed_out && failed.arguments.find("daemon off") != std::string::npos);
}

/// `RUN nginx -t`: what nginx says of its configuration, with the place there.
void ask_nginx(Reason& known,
               const BuildSeen& seen,
               const Instruction& failed,
               const Sources& task) {
  if (known.id != "nginx-refuses-in-build") return;
  const auto said = recognise_nginx(of_failed_step(seen.output), files_of(seen.role, task), task);
  if (!said || said->where.empty()) return;
  known.cause = said->cause;
  known.hint = said->hint;
  known.where = {said->where.front(), failed.where};
}

/// What brackets and folders tell, where the builder's words alone do not.
void look_at_words(Reason& known, const BuildSeen& seen, const Instruction& failed) {
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

}  // namespace

void look_at_instruction(Reason& known,
                         const BuildSeen& seen,
                         const FailedStep& step,
                         const Sources& task) {
  look_closer(known, step.file, step.failed, task);
  if (starts_server(seen, step.failed)) {
    known = {.id = "server-started-while-building",
             .cause = "a RUN line starts a server, and the build waits for its end",
             .hint = "Start the server with CMD in place of RUN."};
  }
  look_at_words(known, seen, step.failed);
  ask_nginx(known, seen, step.failed, task);
  if (known.empty() && step.failed.keyword == "RUN") {
    known = run_failed(of_failed_step(seen.output), step.failed.arguments);
  }
}

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

}  // namespace pinko::expect

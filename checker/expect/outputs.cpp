#include "checker/discovery/dockerfile.hpp"
#include "checker/expect/images.hpp"
#include "checker/expect/log_causes.hpp"
#include "checker/expect/script_causes.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::expect {
namespace {

bool has_greeting(const std::string& text) {
  const auto lines = split_lines(text);
  return std::ranges::find(lines, kGreeting) != lines.end();
}

std::string wanted_output() {
  return "the line " + std::string(kGreeting) + ", and exit code 0 within 30 s";
}

/// The line of the output that is nearest to the greeting, with how it differs.
std::string near_miss(const std::string& text) {
  for (const std::string_view line : split_lines(text)) {
    std::string differs = difference(kGreeting, line);
    if (!differs.empty()) return differs;
  }
  return {};
}

/// Without CMD and ENTRYPOINT the base image's shell is started, which ends without a terminal.
void explain_silence(Finding& finding, const Sources& task) {
  const std::string* text = task.find("Dockerfile");
  if (text == nullptr) return;
  const std::string path = task.from_top("Dockerfile");
  const discovery::Dockerfile file = discovery::parse_dockerfile(*text, path);
  const discovery::Instruction* last = discovery::last_of(file, "CMD");
  if (last == nullptr) last = discovery::last_of(file, "ENTRYPOINT");
  if (last != nullptr) {
    finding.where = {last->where};
    return;
  }
  finding.where = {Location{.path = path}};
  finding.cause_id = "cmd-missing";
  finding.cause =
      "the Dockerfile has neither CMD nor ENTRYPOINT, so the container starts a shell "
      "that has nothing to do";
  if (const auto echo = find_place(task, "Dockerfile", kGreeting)) {
    finding.where = {*echo};
    finding.cause_id = "printed-while-building";
    finding.cause =
        "the line is printed while the image is built; nothing is left to do when a "
        "container starts";
  }
  finding.hint = "Add `CMD [\"echo\", \"Hello, World!\"]` as the last line.";
}

bool leaves_quote_open(std::string_view printed) {
  return printed.find("Unterminated quoted string") != std::string_view::npos ||
         printed.find("unexpected EOF while looking for matching") != std::string_view::npos;
}

/// Where the text stands: in the Dockerfile, or in a file that it brings along.
std::optional<Location> place_of_text(const Sources& task) {
  if (auto place = find_place(task, "Dockerfile", "Hello")) return place;
  for (const auto& [path, text] : task.texts) {
    if (auto place = find_place(task, path, "ello")) return place;
  }
  return std::nullopt;
}

Finding judge_wrong_output(const OutputSeen& seen, const Sources& task) {
  Finding finding = failed(wanted_output(), "");
  const std::string printed = seen.out.empty() ? seen.err : seen.out;
  finding.actual = shown(trim(printed)) + ", exit code " + std::to_string(seen.exit_code);
  finding.evidence = seen.out + seen.err;
  const std::string differs = near_miss(seen.out + "\n" + seen.err);
  const auto place = place_of_text(task);
  if (!differs.empty()) {
    finding.cause_id = "greeting-differs";
    finding.cause = differs;
    finding.particulars = OtherText{std::string(trim(printed))};
    finding.hint = "Print the line exactly: Hello, World!";
    if (place) finding.where = {*place};
  } else if (trim(printed).empty()) {
    explain_silence(finding, task);
  } else {
    explain(finding, recognise_log(printed, files_of("app", task), task));
    if (finding.where.empty() && place) finding.where = {*place};
    if (finding.cause_id.empty() && leaves_quote_open(printed)) {
      finding.cause_id = "quote-not-closed";
      finding.cause = "the shell misses the end of a quote that CMD opens";
      finding.hint = "Close the quote, or remove it.";
    }
  }
  return finding;
}

}  // namespace

Finding prints_hello(const OutputSeen& seen, const Sources& task) {
  if (!seen.start_error.empty()) {
    Finding finding = failed(wanted_output(), "the container did not start");
    finding.evidence = seen.start_error;
    explain_silence(finding, task);
    finding.cause_id = "cmd-not-found";
    finding.cause = "Docker cannot start the command of CMD or ENTRYPOINT";
    finding.hint =
        "In the form with brackets each word has double quotes of its own: "
        "`CMD [\"echo\", \"Hello, World!\"]`.";
    return finding;
  }
  const bool in_out = has_greeting(seen.out);
  if (seen.timed_out) {
    Finding finding = failed(wanted_output(), "the container was still running after 30 s");
    finding.cause_id = "program-goes-on";
    finding.cause = in_out ? "the line was printed, but the program goes on" : "";
    finding.where = place_of_command(files_of("app", task), task);
    finding.hint = "Let CMD print the line and nothing else.";
    finding.evidence = seen.out + seen.err;
    return finding;
  }
  if (!in_out && !has_greeting(seen.err)) return judge_wrong_output(seen, task);
  if (seen.exit_code != 0) {
    Finding finding =
        failed(wanted_output(), "the line, and exit code " + std::to_string(seen.exit_code));
    finding.cause_id = "program-says-failed";
    finding.cause = "the program says by its exit code that it failed";
    finding.where = place_of_command(files_of("app", task), task);
    finding.evidence = seen.out + seen.err;
    return finding;
  }
  std::vector<std::string> notes;
  if (!in_out) notes.emplace_back("the line was printed on the standard error stream");
  const std::string& stream = in_out ? seen.out : seen.err;
  if (split_lines(stream).size() > 1) notes.emplace_back("more than the one line was printed");
  if (stream.find('\r') != std::string::npos) notes.emplace_back("the line ends with CR LF");
  return passed(std::string(kGreeting), std::move(notes));
}

}  // namespace pinko::expect

#include "checker/expect/apt_slips.hpp"

#include "checker/discovery/shell_words.hpp"
#include "checker/expect/messages/messages.hpp"
#include "checker/expect/reason.hpp"
#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::expect {
namespace {

using discovery::Dockerfile;
using discovery::Instruction;
using discovery::ShellCommand;

/// `apt-get-update`: the program and its first word grown together.
std::optional<Finding> grown_together(const std::vector<Step>& steps, const AptDemand& demand) {
  const std::string& verb = demand.verb;
  for (const Step& step : steps) {
    const std::string program = discovery::program_of(step.command);
    const bool grown =
        program == "apt-get-" + verb || program == "apt-" + verb || program == "apt-get" + verb;
    if (step.keyword != "RUN" || !grown) continue;
    Finding finding = failed(demand.line(), program, {step.command.where});
    finding.cause_id = "apt-get-grown-together";
    finding.cause = "there is no program " + program;
    finding.cause += ": a blank belongs between apt-get and " + verb;
    finding.hint = "Write `apt-get " + verb + "`, in two words.";
    return finding;
  }
  return std::nullopt;
}

/// `&& upgrade -y`: apt-get was not said again.
std::optional<Finding> without_program(const std::vector<Step>& steps, const AptDemand& demand) {
  for (const Step& step : steps) {
    if (step.keyword != "RUN" || discovery::program_of(step.command) != demand.verb) continue;
    Finding finding = failed(demand.line(), demand.verb, {step.command.where});
    finding.cause_id = "apt-get-forgotten";
    finding.cause = in_quotes(demand.verb) +
                    " is a word of apt-get's, and no program: apt-get is "
                    "missing in front of it";
    finding.hint = "Write `apt-get " + demand.verb + "`; behind && a new command begins.";
    return finding;
  }
  return std::nullopt;
}

/// `RUN ["apt-get update"]`: program and first word are one word in the brackets.
std::optional<Finding> one_word(const Dockerfile& file, const AptDemand& demand) {
  for (const Instruction* run : discovery::final_instructions(file)) {
    const bool one = run->keyword == "RUN" && run->exec_form && run->exec.size() == 1;
    if (!one || !run->exec.front().starts_with("apt-get " + demand.verb)) continue;
    Finding finding = failed(demand.line(), "RUN " + run->arguments, {run->where});
    finding.cause_id = "exec-form-one-word";
    finding.cause =
        "Docker looks for a program whose whole name is " + in_quotes(run->exec.front());
    finding.corrected = "RUN " + run->exec.front();
    finding.placement = in_place_of(run->where);
    return finding;
  }
  return std::nullopt;
}

/// `apt-get updste`: a word that apt-get does not know, and that is nearly the one asked for.
std::optional<Finding> misspelt_verb(const Dockerfile& file, const AptDemand& demand) {
  constexpr std::size_t kFarthest = 2;
  for (const Instruction* run : discovery::final_instructions(file)) {
    if (run->keyword != "RUN") continue;
    for (const ShellCommand& command : discovery::shell_commands(*run)) {
      const auto call = discovery::as_apt(command);
      if (!call || edit_distance(call->verb, demand.verb, kFarthest) > kFarthest) continue;
      Finding finding =
          failed(demand.line(), "RUN " + call->program + ' ' + call->verb, {run->where});
      finding.cause_id = "apt-verb-unknown";
      finding.cause = call->program + " does not know the word " + in_quotes(call->verb);
      finding.particulars = Misnamed{.name = call->verb, .meant = demand.verb};
      return finding;
    }
  }
  return std::nullopt;
}

/// `apt-get update apt-get upgrade -y`: the verb is there, and belongs to another call.
std::optional<Finding> joined_to_another(const Dockerfile& file, const AptDemand& demand) {
  for (const Instruction* run : discovery::final_instructions(file)) {
    if (run->keyword != "RUN") continue;
    for (const ShellCommand& command : discovery::shell_commands(*run)) {
      const std::vector<std::string>& words = command.words;
      const auto again =
          words.empty() ? words.end() : std::find(words.begin() + 1, words.end(), "apt-get");
      const bool joined =
          discovery::as_apt(command) && std::find(again, words.end(), demand.verb) != words.end();
      if (!joined) continue;
      Finding finding = failed(demand.line(), "RUN " + join(words, " "), {run->where});
      explain(finding, reason_of(*message_of("apt-commands-joined")));
      return finding;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Finding> apt_slip(const Dockerfile& file,
                                const std::vector<Step>& steps,
                                const AptDemand& demand) {
  if (auto grown = grown_together(steps, demand)) return grown;
  if (auto forgotten = without_program(steps, demand)) return forgotten;
  if (auto word = one_word(file, demand)) return word;
  if (auto verb = misspelt_verb(file, demand)) return verb;
  return joined_to_another(file, demand);
}

}  // namespace pinko::expect

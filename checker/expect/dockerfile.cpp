#include "checker/expect/dockerfile.hpp"

#include "checker/discovery/dockerfile.hpp"
#include "checker/discovery/image_name.hpp"
#include "checker/discovery/shell_words.hpp"
#include "checker/expect/apt_slips.hpp"
#include "checker/expect/files.hpp"
#include "checker/expect/steps.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/dockerfile_name.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>

namespace pinko::expect {
namespace {

using discovery::AptCall;
using discovery::Dockerfile;
using discovery::Instruction;

/// A call of apt, and how it came about.
struct AptFound {
  AptCall call;
  std::string keyword;  ///< of the instruction
  Location where;
};

std::vector<AptFound> apt_calls(const std::vector<Step>& steps) {
  std::vector<AptFound> found;
  for (const Step& step : steps) {
    auto call = discovery::as_apt(step.command);
    if (!call) continue;
    found.push_back(
        {.call = *std::move(call), .keyword = step.keyword, .where = step.command.where});
  }
  return found;
}

/// Names the first instruction that is misspelt, where one of `meant` was meant.
bool blame_misspelt(Finding& finding,
                    const Dockerfile& file,
                    std::initializer_list<std::string_view> all) {
  for (const Instruction& one : file.instructions) {
    const std::string meant = discovery::instruction_meant(one.keyword);
    if (discovery::is_instruction(one.keyword) || std::ranges::find(all, meant) == all.end()) {
      continue;
    }
    finding.cause_id = "instruction-unknown";
    finding.cause = "Docker knows no instruction " + in_quotes(one.keyword);
    finding.hint = "Write " + meant + '.';
    finding.where = {Location{.path = one.where.path, .line = one.where.line, .column = 1}};
    finding.particulars = Misnamed{.name = one.keyword, .meant = meant};
    return true;
  }
  return false;
}

/// Names the first line that is no instruction and says the verb: what was meant for a RUN.
bool blame_no_instruction(Finding& finding, const Dockerfile& file, const std::string& verb) {
  for (const Instruction& one : file.instructions) {
    if (discovery::is_instruction(one.keyword) || one.raw.find(verb) == std::string::npos) continue;
    finding.cause_id = "instruction-unknown";
    finding.cause = "Docker knows no instruction " + in_quotes(one.keyword);
    finding.where = {Location{.path = one.where.path, .line = one.where.line, .column = 1}};
    finding.particulars = Misnamed{.name = one.keyword, .meant = {}};
    return true;
  }
  return false;
}

/// Names the instruction that was meant for FROM, or else that there is none.
void blame_from(Finding& finding, const Dockerfile& file, const std::string& path) {
  if (blame_misspelt(finding, file, {"FROM"})) return;
  finding.cause_id = "from-missing";
  finding.where = {Location{.path = path, .line = 1, .column = 1}};
}

/// Why a call of the right verb is not the one asked for; nothing when it is.
std::optional<Finding> flaw_of(const AptFound& found, const AptDemand& demand) {
  const std::string call = found.call.program + ' ' + found.call.verb;
  Finding finding = failed(demand.line(), found.keyword + ' ' + call, {found.where});
  if (found.keyword != "RUN") {
    finding.cause_id = "apt-when-container-starts";
    finding.cause = found.keyword + " runs when a container starts, not while the image is built";
    finding.hint = "Move it to a RUN line of its own.";
    return finding;
  }
  if (found.call.program != "apt-get") {
    finding.cause_id = "apt-in-place-of-apt-get";
    finding.cause = "the task asks for apt-get; " + found.call.program + " is another program";
    finding.hint = "Write apt-get in place of " + found.call.program + ".";
    return finding;
  }
  if (demand.must_assume_yes && !found.call.assume_yes) {
    finding.cause_id = "apt-upgrade-without-yes";
    finding.cause = "without -y, apt-get asks a question that nobody answers during a build";
    finding.hint = "Add `-y` to the upgrade.";
    return finding;
  }
  return std::nullopt;
}

/// True for the verb asked for, and for those that do the same and more.
bool is_verb(const AptCall& call, const AptDemand& demand) {
  const bool more = call.verb == "dist-upgrade" || call.verb == "full-upgrade";
  return call.verb == demand.verb || (demand.verb == "upgrade" && more);
}

Finding found_call(const AptFound& found, const AptDemand& demand) {
  std::vector<std::string> notes;
  if (found.call.verb != demand.verb) {
    notes.push_back(found.call.verb + " does all that " + demand.verb + " does, and more");
  }
  return passed(to_string(found.where), std::move(notes));
}

Finding no_call(const Dockerfile& file, const std::string& path, const AptDemand& demand) {
  Finding finding =
      failed(demand.line(), "no RUN line calls apt-get " + demand.verb, {Location{.path = path}});
  finding.cause_id = "apt-" + demand.verb + "-missing";
  if (file.stages.empty()) {
    finding.cause = "without FROM there is no image in which anything could run";
    blame_from(finding, file, path);
    return finding;
  }
  if (file.problems.empty() || blame_misspelt(finding, file, {"RUN"})) return finding;
  if (blame_no_instruction(finding, file, demand.verb)) return finding;
  const bool from_comes_late = !file.instructions.empty() && file.instructions.front().stage < 0 &&
                               file.instructions.front().keyword != "ARG";
  if (!from_comes_late) return finding;
  finding.cause_id = "instruction-before-from";
  finding.cause = file.problems.front().message;
  finding.where = {file.problems.front().where};
  return finding;
}

const std::string& path_on_disk(const FileSeen& seen) {
  return seen.state == FileState::wrong_case ? seen.actual : seen.path;
}

Finding calls_apt(const FileSeen& dockerfile, const AptDemand& demand, const Sources& task) {
  if (dockerfile.bytes.empty()) return blocked("there is no " + dockerfile.path);
  const std::string& path = path_on_disk(dockerfile);
  const Dockerfile file = discovery::parse_dockerfile(dockerfile.bytes, path);
  const std::vector<Step> steps = steps_of(file, task);
  std::optional<Finding> flaw;
  for (const AptFound& found : apt_calls(steps)) {
    if (!is_verb(found.call, demand)) continue;
    auto here = flaw_of(found, demand);
    if (!here) return found_call(found, demand);
    if (!flaw || found.keyword == "RUN") flaw = std::move(here);
  }
  if (flaw) return *std::move(flaw);
  if (auto slip = apt_slip(file, steps, demand)) return *std::move(slip);
  return no_call(file, path, demand);
}

}  // namespace

Finding is_latest_of(const FileSeen& dockerfile, std::string_view official) {
  const std::string latest = std::string(official) + ":latest";
  const std::string wanted = "FROM " + latest;
  if (dockerfile.state == FileState::missing) {
    Finding finding = failed(wanted, "there is no " + dockerfile.path);
    finding.cause_id = "dockerfile-missing";
    finding.hint = "Write " + dockerfile.path + ", and let it begin with `" + wanted + "`.";
    finding.follows = {"dockerfile", "back-end-files", "front-end-dockerfile"};
    return finding;
  }
  const bool taken = is_taken_for_dockerfile(dockerfile.path, dockerfile.actual);
  if (dockerfile.state == FileState::wrong_case && !taken) {
    Finding finding = is_there(dockerfile);
    finding.follows = {"dockerfile", "back-end-files", "front-end-dockerfile"};
    return finding;
  }
  const std::string& path = path_on_disk(dockerfile);
  if (dockerfile.bytes.empty()) {
    const bool empty = dockerfile.state == FileState::present || taken;
    Finding finding = failed(
        wanted, empty ? "an empty file" : state_in_words(dockerfile), {Location{.path = path}});
    if (empty) finding.cause_id = "file-empty";
    finding.follows = {"dockerfile", "back-end-files", "front-end-dockerfile"};
    return finding;
  }
  const Dockerfile file = discovery::parse_dockerfile(dockerfile.bytes, path);
  const std::string base = discovery::final_base(file);
  if (base.empty()) {
    Finding finding = failed(wanted, "no FROM");
    finding.particulars = Misnamed{.name = {}, .meant = latest};
    blame_from(finding, file, path);
    return finding;
  }
  const discovery::ImageName name = discovery::parse_image_name(base);
  if (discovery::is_latest(name, official)) {
    std::vector<std::string> notes;
    if (taken) notes.push_back("the file is called " + path + ", and the task calls it Dockerfile");
    if (!name.digest.empty()) {
      notes.push_back("the digest pins one release, which is latest only for a while");
    }
    return passed("FROM " + base, notes);
  }
  Finding finding = failed(wanted, "FROM " + base, {discovery::final_base_place(file)});
  finding.particulars = Misnamed{.name = base, .meant = latest};
  if (discovery::is_official(name, official)) {
    finding.cause_id = "base-image-dated";
    finding.cause = "the tag is " + in_quotes(name.tag) + ", and the task asks for latest";
  } else if (!name.repository.empty()) {
    finding.cause_id = "base-image-other";
  } else {
    finding.cause_id = "image-name-invalid";
    finding.cause = in_quotes(base) + " is not the name of an image";
  }
  return finding;
}

Finding updates_packages(const FileSeen& dockerfile, const Sources& task) {
  return calls_apt(dockerfile, {.verb = "update", .must_assume_yes = false}, task);
}

Finding upgrades_packages(const FileSeen& dockerfile, const Sources& task) {
  return calls_apt(dockerfile, {.verb = "upgrade", .must_assume_yes = true}, task);
}

}  // namespace pinko::expect

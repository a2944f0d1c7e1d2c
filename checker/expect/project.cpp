#include "checker/expect/compose.hpp"
#include "checker/expect/compose_refused.hpp"
#include "checker/expect/log_causes.hpp"
#include "checker/expect/messages/messages.hpp"
#include "checker/expect/nginx_causes.hpp"
#include "checker/expect/script_causes.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <optional>

namespace pinko::expect {
namespace {

constexpr std::size_t kTail = 4096;

std::string state_in_words(const ServiceState& state) {
  std::string words = state.service + ": " + std::to_string(state.running) + " running";
  if (state.exited > 0) {
    words += ", " + std::to_string(state.exited) + " ended with exit code " +
             std::to_string(state.exit_code);
  }
  return words;
}

std::string in_words(const ProjectSeen& seen) {
  std::vector<std::string> words;
  for (const ServiceState& state : seen.services)
    words.push_back(state_in_words(state));
  return words.empty() ? "no container" : join(words, "; ");
}

void explain_end(Finding& finding, const ServiceState& state, const Sources& task) {
  finding.evidence = state.log;
  const std::string role = role_of(task, state.service);
  explain(
      finding,
      recognise_end(
          {.exit_code = state.exit_code, .out_of_memory = state.exit_code == 137, .log = state.log},
          files_of(role, task),
          task));
}

void explain_output(Finding& finding, const ProjectSeen& seen, const Sources& task) {
  finding.evidence = tail(seen.output, kTail);
  const Message* known =
      find_message(messages_of_compose(), seen.output, {Speaker::engine, Speaker::compose});
  if (known == nullptr) return;
  Reason reason = reason_of(*known);
  if (reason.id == "cmd-empty") reason.where = places_of_empty_commands(task);
  if (const auto stack = read_stack(task); stack && reason.id == "depends-on-unknown") {
    for (const discovery::Service& service : stack->services) {
      Reason left_out = left_out_by_profile(service);
      const bool named = seen.output.find(service.name) != std::string::npos;
      if (named && !left_out.empty()) reason = std::move(left_out);
    }
    finding.follows.emplace_back("services");
  }
  explain(finding, std::move(reason));
}

const ServiceState* first_ended(const ProjectSeen& seen) {
  const ServiceState* found = nullptr;
  for (const ServiceState& state : seen.services) {
    const bool worse = found != nullptr && found->exit_code == 0 && state.exit_code != 0;
    if (state.exited > 0 && (found == nullptr || worse)) found = &state;
  }
  return found;
}

const ServiceState* find(const ProjectSeen& seen, std::string_view service) {
  const auto found = std::ranges::find(seen.services, service, &ServiceState::service);
  return found == seen.services.end() ? nullptr : &*found;
}

/// The server's names are kept while its proxy is looked at; at a student's desk they are not.
void explain_by_ended(Finding& finding,
                      const ServiceState& ended,
                      const ProjectSeen& seen,
                      const Sources& task) {
  explain_end(finding, ended, task);
  if (!finding.cause.empty()) finding.cause = ended.service + ": " + finding.cause;
  const ServiceState* proxy = find(seen, "proxy");
  if (proxy != nullptr && proxy->running > 0) {
    finding.notes.push_back("by hand you may see proxy end as well: nginx does so when " +
                            ended.service + " has ended before it; mend " + ended.service +
                            ", and both run");
  }
}

/// A proxy that nothing makes wait is up by luck: it works, and that is said.
std::vector<std::string> notes_on(const Sources& task) {
  const auto stack = read_stack(task);
  const discovery::Service* proxy = stack ? stack->find("proxy") : nullptr;
  if (task.find(kProxyConf) != nullptr) {
    std::string note = note_on_start_order(kProxyConf, task);
    return note.empty() ? std::vector<std::string>{} : std::vector{std::move(note)};
  }
  if (proxy == nullptr || !proxy->depends_on.empty()) return {};
  return {"proxy has no depends_on: where it starts before the others, nginx ends at once"};
}

}  // namespace

Finding comes_up(const ProjectSeen& seen, std::size_t servers, const Sources& task) {
  if (seen.ok && servers >= kServersWithProxy && seen.services.size() < servers) {
    if (Reason missing = without_proxy(task); !missing.empty()) {
      Finding finding = failed(counted(servers, "server") + " running", in_words(seen));
      explain(finding, std::move(missing));
      return finding;
    }
  }
  if (seen.ok) {
    std::vector<std::string> notes = notes_on(task);
    if (const ServiceState* ended = first_ended(seen)) {
      notes.push_back(ended->service + " ended with 0: it has done its work");
    }
    return passed(in_words(seen), std::move(notes));
  }
  Finding finding = failed("every container started, and running", in_words(seen));
  if (const ServiceState* ended = first_ended(seen)) {
    explain_by_ended(finding, *ended, seen, task);
  } else {
    explain_output(finding, seen, task);
  }
  return finding;
}

Finding runs_replicas(const ProjectSeen& seen, int replicas, const Sources& task) {
  const ServiceState* back = find(seen, "back-end");
  const ServiceState* proxy = find(seen, "proxy");
  const bool right =
      back != nullptr && back->running == replicas && proxy != nullptr && proxy->running == 1;
  const std::string wanted =
      std::to_string(replicas) + " running containers of back-end, and one of proxy";
  if (right) return passed(in_words(seen), notes_on(task));
  Finding finding = failed(wanted, in_words(seen));
  if (back == nullptr) {
    finding.cause_id = "service-called-otherwise";
    finding.cause = "there is no service back-end to scale";
    finding.follows = {"service-name"};
    return finding;
  }
  Reason obstacle =
      back->running < replicas ? obstacle_to_scaling(task, "back-end", replicas) : Reason{};
  if (!obstacle.empty()) {
    explain(finding, std::move(obstacle));
    finding.evidence = tail(seen.output, kTail);
  } else if (const ServiceState* ended = first_ended(seen)) {
    explain_by_ended(finding, *ended, seen, task);
  } else if (Reason missing = proxy == nullptr ? without_proxy(task) : Reason{}; !missing.empty()) {
    missing.follows = {"builds"};
    explain(finding, std::move(missing));
  } else if (proxy == nullptr) {
    finding.cause_id = "proxy-called-otherwise";
    finding.cause = "there is no service named proxy";
    finding.hint = "Call the service in front of the others proxy.";
  } else {
    explain_output(finding, seen, task);
  }
  return finding;
}

}  // namespace pinko::expect

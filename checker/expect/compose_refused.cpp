#include "checker/expect/compose_refused.hpp"

#include "checker/discovery/compose_file.hpp"
#include "checker/expect/files.hpp"
#include "checker/expect/messages/messages.hpp"
#include "checker/expect/reason.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>

namespace pinko::expect {
namespace {

bool is_v1(const ComposeSeen& seen) {
  return seen.compose.starts_with("1.");
}

/// What v1 has against a file: the lines below `The Compose file '…' is invalid because:`. Empty
/// where it said something else.
std::string_view complaints_of_v1(std::string_view message) {
  constexpr std::string_view kBecause = "is invalid because:\n";
  const std::size_t at = message.find(kBecause);
  return at == std::string_view::npos ? std::string_view{}
                                      : trim(message.substr(at + kBecause.size()));
}

/// The key of a line of v1's, if v2 takes it there; else nothing.
std::string_view newer_key(std::string_view line) {
  constexpr std::array<std::string_view, 7> kOfBuilds{"additional_contexts",
                                                      "dockerfile_inline",
                                                      "entitlements",
                                                      "privileged",
                                                      "secrets",
                                                      "ssh",
                                                      "ulimits"};
  constexpr std::array<std::string_view, 8> kOfServices{
      "cgroup", "gpus", "label_file", "models", "post_start", "pre_stop", "provider", "uts"};
  const std::size_t begin = line.find('\'') + 1;
  const std::string_view key = line.substr(begin, line.find('\'', begin) - begin);
  const auto is_one_of = [key](const auto& keys) {
    return std::ranges::find(keys, key) != keys.end();
  };
  const bool taken =
      (line.find(".build contains unsupported option: ") != std::string_view::npos &&
       is_one_of(kOfBuilds)) ||
      (line.starts_with("Unsupported config option for services.") && is_one_of(kOfServices)) ||
      (line.starts_with("configs.") && key == "content") ||
      (line.starts_with("secrets.") && key == "environment");
  return taken ? key : std::string_view{};
}

/// What v1 lacks where that is all it has against the file: keys that v2 takes.
std::string lacking_in_v1(const ComposeSeen& seen) {
  const std::string_view complaints = complaints_of_v1(seen.message);
  if (!is_v1(seen) || complaints.empty()) return {};
  std::set<std::string> keys;
  for (const std::string_view line : split_lines(complaints)) {
    const std::string_view key = newer_key(line);
    if (key.empty()) return {};
    keys.emplace(key);
  }
  return join({keys.begin(), keys.end()}, ", ");
}

/// "dependency cycle detected: front-end -> front-end" is the shortest of cycles.
bool waits_for_itself(std::string_view message) {
  constexpr std::string_view kArrow = " -> ";
  const std::string way = between(std::string(message) + '\n', "cycle detected: ", "\n");
  const std::size_t arrow = way.find(kArrow);
  return arrow != std::string::npos &&
         trim(std::string_view(way).substr(arrow + kArrow.size())) == way.substr(0, arrow);
}

/// "services.api.labels must be a mapping" is about a key; "services.labels …" about a service.
bool is_about_key(std::string_view message) {
  const std::string subject = between(message, "services.", " must be a mapping");
  return subject.find('.') != std::string::npos && subject.find(' ') == std::string::npos;
}

void explain_refusal(Finding& finding, const ComposeSeen& seen) {
  const bool version = seen.message.find("ersion") != std::string::npos &&
                       seen.message.find("unsupported") != std::string::npos;
  if (is_v1(seen) && version) {
    finding.cause_id = "compose-version-refused";
    finding.cause =
        "Compose " + seen.compose + " refuses the file's version; Compose v2 ignores it";
    finding.hint = "Remove the line with `version:`; it is needed no more.";
    return;
  }
  const Message* known =
      find_message(messages_of_compose(), seen.message, {Speaker::compose, Speaker::engine});
  // Newer Compose does not say which sign it is that begins nothing.
  const bool unnamed = seen.message.find("character that cannot start") != std::string::npos;
  if (unnamed && seen.file.bytes.find('\t') == std::string::npos) known = message_of("yaml-sign");
  if (is_about_key(seen.message)) known = message_of("compose-wrong-type");
  if (waits_for_itself(seen.message)) known = message_of("depends-on-itself");
  if (known == nullptr) return;
  Reason reason = reason_of(*known);
  for (const discovery::Service& service : discovery::parse_compose(seen).services) {
    const std::size_t named = seen.message.rfind(service.name);
    const bool meant = named != std::string::npos && named > seen.message.find("depends on");
    Reason left_out = meant ? left_out_by_profile(service) : Reason{};
    if (reason.id == "depends-on-unknown" && !left_out.empty()) reason = std::move(left_out);
  }
  explain(finding, std::move(reason));
}

/// Does Compose speak of the file that it lays over the task's own?
bool is_about_override(const ComposeSeen& seen) {
  const std::string& path = seen.override_file.path;
  return seen.override_file.state == FileState::present &&
         seen.message.find(path.substr(path.rfind('/') + 1)) != std::string::npos;
}

/// `line 7, column 3` in the message of a YAML reader.
std::optional<Location> named_place(const ComposeSeen& seen) {
  const std::size_t at = seen.message.rfind("line ");
  if (at == std::string::npos) return std::nullopt;
  const std::string_view named = std::string_view(seen.message).substr(at + 5);
  const int line = number_of_line(named);
  if (line == 0) return std::nullopt;
  const std::size_t column = named.find("column ");
  return Location{
      .path = is_about_override(seen) ? seen.override_file.path : seen.file.path,
      .line = line,
      .column = column == std::string_view::npos ? 0 : number_of_line(named.substr(column + 7))};
}

/// The key of `services.front-end.depends_on contains an invalid type`.
std::optional<Location> key_named(const discovery::Service& service, std::string_view message) {
  const std::string head = "services." + service.name + '.';
  const std::size_t at = message.find(head);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = message.substr(at + head.size());
  const Location place = service.place_of(rest.substr(0, rest.find_first_of(" .")));
  return place == service.where ? std::nullopt : std::optional(place);
}

/// `networks:` at the left edge, of "networks must be a mapping".
std::optional<Location> empty_section(const ComposeSeen& seen) {
  const std::string_view before =
      std::string_view(seen.message).substr(0, seen.message.find(" must be a mapping"));
  const std::string key = std::string(before.substr(before.rfind(' ') + 1)) + ':';
  Location place{.path = seen.file.path, .column = 1};
  for (const std::string_view line : split_lines(seen.file.bytes)) {
    ++place.line;
    if (line.starts_with(key)) return place;
  }
  return std::nullopt;
}

/// The second of two services that want one name. Compose names either, as it comes.
std::optional<Location> name_taken(const discovery::ComposeFile& file) {
  std::set<std::string> taken;
  for (const discovery::Service& service : file.services) {
    if (!service.container_name || taken.insert(service.container_name->text).second) continue;
    return service.place_of("container_name");
  }
  return std::nullopt;
}

/// `Service front-end has neither` of Compose v1, `service "front-end" has neither` of v2.
bool names_service(std::string_view message, const std::string& name) {
  return message.find("ervice " + name + ' ') != std::string_view::npos ||
         message.find("ervice \"" + name + "\" ") != std::string_view::npos;
}

/// The line that a refusal means, where it is not the one that the message `named`, if any.
std::optional<Location> place_meant(std::string_view cause, const ComposeSeen& seen, bool named) {
  const discovery::ComposeFile file = discovery::parse_compose(seen);
  if (cause == "container-name-taken") return name_taken(file);
  if (cause == "compose-section-empty") return empty_section(seen);
  if (cause == "compose-network-undefined") {
    if (const auto undefined = undefined_network(seen)) return undefined->where.front();
  }
  if (cause == "service-in-profile") return std::nullopt;
  for (const discovery::Service& service : file.services) {
    if (cause == "compose-env-file-missing") {
      const Location place = service.place_of("env_file");
      if (place != service.where) return place;
    }
    if (cause == "compose-wrong-type" || !named) {
      if (auto place = key_named(service, seen.message)) return place;
    }
    const bool unmade = cause == "service-without-build-or-image";
    if (unmade && names_service(seen.message, service.name)) return service.where;
    for (const discovery::Placed& other : service.depends_on) {
      if (cause == "depends-on-itself" && other.text == service.name) return other.where;
    }
  }
  return std::nullopt;
}

}  // namespace

Reason left_out_by_profile(const discovery::Service& service) {
  if (std::ranges::find(service.keys, "profiles", &discovery::Placed::text) == service.keys.end()) {
    return {};
  }
  return {.id = "service-in-profile",
          .cause = service.name + " has profiles, and Compose leaves such a service alone until " +
                   "somebody asks for one of them",
          .hint = "Remove profiles from the service.",
          .where = {service.place_of("profiles")}};
}

Finding refused_file(const ComposeSeen& seen) {
  const FileState upper = seen.override_file.state;
  if (upper != FileState::missing && upper != FileState::present) {
    return is_there(seen.override_file);
  }
  if (const std::string keys = lacking_in_v1(seen); !keys.empty()) {
    return errored(ErrorCode::engine,
                   seen.file.path + " could not be read here: Compose " + seen.compose +
                       " does not know " + keys + ", which Compose v2 does",
                   "Install Compose v2 (docker-compose-v2 or docker-compose-plugin), and run it "
                   "again.");
  }
  const bool by_newer = seen.message.starts_with(kSaidByNewer);
  Finding finding =
      failed("a file that Compose accepts",
             by_newer ? "newer Compose refuses it, and " + seen.compose + " cannot start it"
                      : "Compose " + seen.compose + " refuses it");
  // There `config` shows the file as if all were well.
  if (by_newer) finding.by_hand = "docker-compose up";
  finding.evidence = seen.message;
  finding.where = {Location{.path = seen.file.path}};
  if (seen.where.line > 0) {
    finding.where = {seen.where};
  } else if (const auto place = named_place(seen)) {
    finding.where = {*place};
  }
  for (const ComposeService& service : seen.services) {
    const bool named = seen.message.find('/' + service.context + ' ') != std::string::npos;
    const bool no_section =
        seen.message.find("'" + service.name + "' must be") != std::string::npos ||
        seen.message.find('.' + service.name + " must be") != std::string::npos;
    if ((!service.context.empty() && named) || no_section) finding.where = {service.where};
  }
  explain_refusal(finding, seen);
  if (finding.cause.empty()) finding.cause = std::string(trim(head(seen.message, 300)));
  if (const auto place = place_meant(finding.cause_id, seen, finding.where.front().line > 0))
    finding.where = {*place};
  return finding;
}

std::string what_v1_refuses(std::string_view message) {
  if (message.find("Version ") != std::string_view::npos) return "the file's version";
  std::string_view complaints = complaints_of_v1(message);
  if (complaints.empty()) complaints = trim(message);
  return "this file (" + head(complaints.substr(0, complaints.find('\n')), 200) + ')';
}

}  // namespace pinko::expect

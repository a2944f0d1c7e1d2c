#include "checker/causes/fixes.hpp"
#include "checker/causes/lines.hpp"
#include "checker/discovery/page.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes::fix {
namespace {

/// Services alone stand among the services.
bool reads_well(const discovery::ComposeFile& stack) {
  return stack.readable && stack.problems.empty() && !stack.services.empty() &&
         std::ranges::all_of(stack.services, [](const discovery::Service& service) {
           return service.build || service.image;
         });
}

/// `name:` with another name, in the line's own indentation.
std::string key(std::string_view line, std::string_view name) {
  if (line.find(':') == std::string_view::npos) return {};
  return std::string(indent_of(line)) + std::string(name) +
         std::string(line.substr(line.find(':')));
}

/// A key of the service that a line names, with one entry.
std::string with_entry(std::string_view service, std::string_view key, std::string_view entry) {
  const std::string indent = std::string(indent_of(service)) + "  ";
  std::string lines = indent;
  return lines.append(key).append(":\n").append(indent).append("  - ").append(entry);
}

/// A service that is not in the file yet, and waits for those that are.
std::string new_service(const discovery::ComposeFile& stack,
                        std::string_view role,
                        std::string_view port) {
  if (stack.services.empty()) return {};
  const std::string name(role);
  std::string lines = "  " + name + ":\n    build: ./" + name + "\n    ports:\n      - \"" +
                      std::string(port) + ':' + std::string(port) + '"';
  if (role == "back-end") return lines;
  lines += "\n    depends_on:";
  for (const discovery::Service& service : stack.services)
    lines += "\n      - " + service.name;
  return lines;
}

/// The jQuery file that the site brings along and that was served as it is; empty without one.
std::string jquery_of_site(const TaskEvidence& evidence) {
  for (const auto& [probe, sight] : evidence.sights) {
    const auto* seen = std::get_if<Observation>(&sight);
    const auto* site = seen == nullptr ? nullptr : std::get_if<SiteServedSeen>(seen);
    if (site == nullptr) continue;
    const auto file = std::ranges::find_if(site->files, [](const ServedFile& one) {
      return one.equal && one.path.ends_with(".js") && discovery::is_jquery_name(one.path);
    });
    if (file != site->files.end()) return file->path;
  }
  return {};
}

}  // namespace

std::string blanks_for_tabs(const Case& failure, const std::string& line) {
  if (line.find('\t') == std::string::npos || failure.finding.where.empty()) return {};
  // How wide the tab has to be shows in how the file then reads.
  const Location& where = failure.finding.where.front();
  const Sources& task = failure.evidence.sources;
  const std::string* read = task.find(expect::from_task(task, where.path));
  const std::string text = read == nullptr ? std::string() : *read;
  for (const std::size_t width : {2U, 4U, 8U, 6U}) {
    const std::string blanks(width, ' ');
    std::string mended = replace_all(line, "\t", blanks);
    const discovery::ComposeFile stack =
        discovery::parse_compose(replace_all(text, "\t", blanks), where.path);
    if (reads_well(stack)) return mended;
  }
  return replace_all(line, "\t", "  ");
}

std::string two_keys(const Case& /*failure*/, const std::string& line) {
  const std::string_view words = trim(line);
  const std::size_t first = words.find(": ");
  std::size_t second = first == std::string_view::npos ? first : words.find(": ", first + 2);
  if (second == std::string_view::npos && words.ends_with(':')) second = words.size() - 1;
  if (second == std::string_view::npos || words.find_first_of("\"'-") < first) return {};
  // Behind a key that has a text, the colon belongs to the text.
  const std::string_view head = words.substr(0, first);
  if (head == "image") {
    return std::string(indent_of(line)) +
           "image: " + replace_all(std::string(trim(words.substr(first + 2))), ": ", ":");
  }
  if (head == "command" || head == "container_name") {
    return std::string(indent_of(line)) + std::string(head) + ": \"" +
           std::string(trim(words.substr(first + 2))) + '"';
  }
  const std::string indent(indent_of(line));
  return indent + std::string(words.substr(0, first + 1)) + '\n' + indent + "  " +
         std::string(trim(words.substr(first + 2)));
}

std::string published(const Case& failure, const std::string& line) {
  const auto* port = std::get_if<UnpublishedPort>(&failure.finding.particulars);
  if (port == nullptr) return {};
  const std::string number = std::to_string(port->port);
  const std::string entry = "- \"" + number + ':' + number + '"';
  if (trim(line).starts_with("- ")) return std::string(indent_of(line)) + entry;
  return "    ports:\n      " + entry;
}

std::string expose(const Case& failure, const std::string& line) {
  if (!trim(line).starts_with("ports:")) return {};
  const auto stack = expect::read_stack(failure.evidence.sources);
  const bool front =
      stack && std::ranges::any_of(stack->services, [&failure](const discovery::Service& service) {
        return service.place_of("ports").line == failure.finding.where.front().line &&
               discovery::guess_role(service) == "front-end";
      });
  const std::string indent(indent_of(line));
  return indent + "expose:\n" + indent + "  - \"" + (front ? "9000" : "5252") + '"';
}

std::string ports(const Case& failure, const std::string& line) {
  const auto stack = expect::read_stack(failure.evidence.sources);
  if (!stack || !trim(line).ends_with(':') || failure.finding.where.empty()) return {};
  const int number = failure.finding.where.front().line;
  for (const discovery::Service& service : stack->services) {
    if (service.where.line != number || !service.ports.empty()) continue;
    const std::string_view role = discovery::guess_role(service);
    const std::string_view port = role == "back-end" ? "5252" : role == "front-end" ? "9000" : "80";
    const std::string entry = std::string(port).append(":").append(port);
    return with_entry(line, "ports", '"' + entry + '"');
  }
  return {};
}

std::string depends_on(const Case& failure, const std::string& line) {
  const auto stack = expect::read_stack(failure.evidence.sources);
  if (!stack || line.empty()) return {};
  for (const discovery::Service& service : stack->services) {
    if (discovery::guess_role(service) != "back-end") continue;
    return with_entry(line, "depends_on", service.name);
  }
  return {};
}

std::string back_end_name(const Case& /*failure*/, const std::string& line) {
  return key(line, "back-end");
}

std::string proxy_name(const Case& /*failure*/, const std::string& line) {
  return key(line, "proxy");
}

std::string proxy_service(const Case& failure, const std::string& /*line*/) {
  const auto stack = expect::read_stack(failure.evidence.sources);
  return stack ? new_service(*stack, "proxy", "80") : std::string();
}

std::string service_missing(const Case& failure, const std::string& /*line*/) {
  const Sources& task = failure.evidence.sources;
  const auto stack = expect::read_stack(task);
  if (!stack) return {};
  constexpr std::pair<std::string_view, std::string_view> kRoles[] = {{"back-end", "5252"},
                                                                      {"front-end", "9000"}};
  for (const auto& [role, port] : kRoles) {
    const bool played = std::ranges::any_of(stack->services, [role = role](const auto& service) {
      return discovery::guess_role(service) == role;
    });
    const bool there = task.find(std::string(role) + "/Dockerfile") != nullptr;
    if (!played) return there ? new_service(*stack, role, port) : std::string();
  }
  return {};
}

std::string id_in_tag(const Case& /*failure*/, const std::string& line) {
  return std::string(indent_of(line)) + "<h1 id=\"dynamic-content\"></h1>";
}

std::string api_url(const Case& failure, const std::string& line) {
  const std::string right = failure.task >= 5 ? "/api/hello" : "http://localhost:5252/api/hello";
  if (const auto* asked = std::get_if<AskedAddress>(&failure.finding.particulars)) {
    if (std::string mended = with(line, asked->url, right); !mended.empty()) return mended;
  }
  // The browser names the address in full; the line may hold a part of it.
  for (const std::string_view quote : {"\"", "'", "`"}) {
    const std::size_t at = line.find("hello");
    if (at == std::string::npos) return {};
    const std::size_t open = line.rfind(quote, at);
    const std::size_t close = line.find(quote, at);
    if (open == std::string::npos || close == std::string::npos) continue;
    // A text that others are put in front of is a part of the address.
    if (trim(line.substr(0, open)).ends_with('+')) return {};
    return line.substr(0, open + 1) + right + line.substr(close);
  }
  return {};
}

std::string jquery_tag(const Case& failure, const std::string& line) {
  const std::string file = jquery_of_site(failure.evidence);
  if (file.empty()) return {};
  return std::string(indent_of(line)) + "<script src=\"" + file + "\"></script>";
}

std::string jquery_src(const Case& failure, const std::string& line) {
  const std::string file = jquery_of_site(failure.evidence);
  const std::size_t at = to_lower(line).find("jquery");
  const std::size_t open = at == std::string::npos ? at : line.find_last_of("\"'", at);
  if (file.empty() || open == std::string::npos) return {};
  const std::size_t close = line.find(line[open], at);
  if (close == std::string::npos) return {};
  return line.substr(0, open + 1) + file + line.substr(close);
}

}  // namespace pinko::causes::fix

#include "checker/causes/fixes.hpp"
#include "checker/causes/lines.hpp"
#include "checker/expect/stack.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes::fix {
namespace {

/// `name:` with another name, in the line's own indentation.
std::string key(std::string_view line, std::string_view name) {
  if (line.find(':') == std::string_view::npos) return {};
  return std::string(indent_of(line)) + std::string(name) +
         std::string(line.substr(line.find(':')));
}

}  // namespace

std::string blanks_for_tabs(const Case& /*failure*/, const std::string& line) {
  if (line.find('\t') == std::string::npos) return {};
  return replace_all(line, "\t", "  ");
}

std::string two_keys(const Case& /*failure*/, const std::string& line) {
  const std::string_view words = trim(line);
  const std::size_t first = words.find(": ");
  const std::size_t second = first == std::string_view::npos ? first : words.find(": ", first + 2);
  if (second == std::string_view::npos || words.find_first_of("\"'-") < first) return {};
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
  if (trim(line) != "ports:") return {};
  const auto stack = expect::read_stack(failure.evidence.sources);
  const bool front =
      stack && std::ranges::any_of(stack->services, [&failure](const discovery::Service& service) {
        return service.place_of("ports").line == failure.finding.where.front().line &&
               discovery::guess_role(service) == "front-end";
      });
  const std::string indent(indent_of(line));
  return indent + "expose:\n" + indent + "  - \"" + (front ? "9000" : "5252") + '"';
}

std::string back_end_name(const Case& /*failure*/, const std::string& line) {
  return key(line, "back-end");
}

std::string proxy_name(const Case& /*failure*/, const std::string& line) {
  return key(line, "proxy");
}

std::string proxy_service(const Case& failure, const std::string& /*line*/) {
  std::string lines =
      "  proxy:\n    build: ./proxy\n    ports:\n      - \"80:80\"\n    depends_on:";
  const auto stack = expect::read_stack(failure.evidence.sources);
  if (!stack || stack->services.empty()) return {};
  for (const discovery::Service& service : stack->services)
    lines += "\n      - " + service.name;
  return lines;
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
    return line.substr(0, open + 1) + right + line.substr(close);
  }
  return {};
}

}  // namespace pinko::causes::fix

#include "checker/discovery/compose_file.hpp"
#include "checker/repair/edits.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <optional>
#include <span>

namespace pinko::repair {
namespace {

using discovery::ComposeFile;
using discovery::PortMapping;
using discovery::Service;

/// A service that must not be reached from outside.
bool is_hidden(const Service& service, const std::string& role) {
  return service.name != "proxy" && (role == "back-end" || role == "front-end");
}

bool keeps_port(const Service& service) {
  return std::ranges::any_of(service.ports, [](const PortMapping& port) { return port.fixed(); });
}

/// What `expose` says in place of a mapping: `"5252"`, or nothing for what it cannot say.
std::optional<std::string> inside_of(std::string_view written) {
  std::string_view value = trim(written);
  const bool quotes = value.size() > 1 && (value.front() == '"' || value.front() == '\'') &&
                      value.back() == value.front();
  if (quotes) value = value.substr(1, value.size() - 2);
  const auto port = discovery::parse_port(value);
  if (!port || port->container_first == 0 || port->container_first != port->container_last) {
    return std::nullopt;
  }
  const std::string number = std::to_string(port->container_first);
  return port->protocol == "tcp" ? '"' + number + '"' : '"' + number + '/' + port->protocol + '"';
}

struct Line {
  std::string_view indent;
  std::string_view rest;  ///< without comment and blanks at its end
  std::string_view comment;
};

Line read_line(std::string_view line) {
  Line read;
  const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
  read.indent = line.substr(0, begin);
  read.rest = line.substr(begin);
  const std::size_t comment = read.rest.starts_with('#') ? 0 : read.rest.find(" #");
  if (comment != std::string_view::npos) {
    read.comment = read.rest.substr(comment);
    read.rest = read.rest.substr(0, comment);
  }
  while (read.rest.ends_with(' '))
    read.rest.remove_suffix(1);
  return read;
}

/// The lines of `ports`, key and list, as `expose`; nothing when they are of another form.
struct Block {
  std::size_t lines = 0;  ///< how many
  std::string as_expose;
};

std::optional<std::string> flow_list(std::string_view list) {
  std::string items;
  for (const std::string_view item : split(list.substr(1, list.size() - 2), ',')) {
    const auto inside = inside_of(item);
    if (!inside) return std::nullopt;
    items += (items.empty() ? "" : ", ") + *inside;
  }
  return '[' + items + ']';
}

/// The `- "5252:5252"` lines behind the key; nothing when one is of another form.
std::optional<Block> items_of(std::span<const std::string_view> lines, std::size_t indent) {
  Block block;
  std::string between;  // blank lines and comments, which belong to the list if an item follows
  std::size_t count = 0;
  for (const std::string_view text : lines.subspan(1)) {
    const Line line = read_line(text);
    ++count;
    if (line.rest.empty()) {
      between += std::string(text) + '\n';
      continue;
    }
    if (line.indent.size() < indent || !line.rest.starts_with("- ")) break;
    const auto inside = inside_of(line.rest.substr(2));
    if (!inside) return std::nullopt;
    block.as_expose += between + std::string(line.indent) + "- " + *inside;
    block.as_expose += std::string(line.comment) + '\n';
    between.clear();
    block.lines = count;
  }
  return block;
}

std::optional<Block> read_block(std::span<const std::string_view> lines) {
  const Line key = read_line(lines.front());
  Block block{.lines = 1};
  if (key.rest.starts_with("ports: [") && key.rest.ends_with(']')) {
    const auto list = flow_list(key.rest.substr(7));
    if (!list) return std::nullopt;
    block.as_expose =
        std::string(key.indent) + "expose: " + *list + std::string(key.comment) + '\n';
    return block;
  }
  if (key.rest != "ports:") return std::nullopt;
  const auto items = items_of(lines, key.indent.size());
  if (!items || items->lines == 0) return std::nullopt;
  block.lines += items->lines;
  block.as_expose =
      std::string(key.indent) + "expose:" + std::string(key.comment) + '\n' + items->as_expose;
  return block;
}

bool hide_ports_of(Draft& draft, const Service& service) {
  const Location where = service.place_of("ports");
  const std::vector<std::string_view> all = split_lines(draft.text);
  if (where.line < 1 || static_cast<std::size_t>(where.line) > all.size()) return false;
  const auto block = read_block(std::span(all).subspan(static_cast<std::size_t>(where.line - 1)));
  if (!block) return false;
  const std::size_t begin = offset_of_line(draft.text, where.line);
  const std::size_t end = offset_of_line(draft.text, where.line + static_cast<int>(block->lines));
  const bool exposes = !service.expose.empty();
  draft.text.replace(begin, end - begin, exposes ? std::string() : block->as_expose);
  return true;
}

/// The first service, in the text as it is now, that still has to be hidden.
const Service* first_open(const ComposeFile& file,
                          std::string_view folder,
                          const std::vector<std::string>& given_up) {
  const auto roles = discovery::to_services(file, folder);
  for (std::size_t i = 0; i < file.services.size() && i < roles.size(); ++i) {
    const Service& service = file.services[i];
    const bool tried = std::ranges::find(given_up, service.name) != given_up.end();
    if (!tried && is_hidden(service, roles[i].role) && keeps_port(service)) return &service;
  }
  return nullptr;
}

}  // namespace

void hide_ports(Draft& draft, std::string_view folder) {
  std::vector<std::string> given_up;
  for (;;) {
    const ComposeFile file = discovery::parse_compose(draft.text, draft.path);
    const Service* service = file.readable ? first_open(file, folder, given_up) : nullptr;
    if (service == nullptr) return;
    Draft changed = draft;
    const bool done = hide_ports_of(changed, *service);
    // Only what the same reader then finds hidden was read rightly.
    const ComposeFile again = discovery::parse_compose(changed.text, draft.path);
    const Service* now = again.readable ? again.find(service->name) : nullptr;
    if (done && now != nullptr && !keeps_port(*now)) {
      draft.text = std::move(changed.text);
      draft.reasons.push_back("no port of the computer leads to " + service->name + " any more");
      continue;
    }
    draft.left.push_back(to_string(service->place_of("ports")) + ": " + service->name +
                         " has a port of the computer; write expose in its place by hand");
    given_up.push_back(service->name);
  }
}

}  // namespace pinko::repair

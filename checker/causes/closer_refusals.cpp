#include "checker/causes/behind.hpp"
#include "checker/causes/closer.hpp"
#include "checker/causes/compose_lines.hpp"
#include "checker/causes/fixes.hpp"
#include "checker/causes/recognise.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes::closer {
namespace {

using discovery::Placed;
using discovery::Service;

std::string refusal_of(const Case& failure) {
  const auto* seen = std::get_if<ComposeSeen>(&failure.seen);
  return seen == nullptr ? std::string() : seen->message;
}

/// The key that Compose does not know: `'colour'` behind what it says of options and properties,
/// in newer releases also without the quotes.
std::string unknown_key(const std::string& message) {
  for (const std::string_view mark : {"onfig option", "unsupported option", "dditional propert"}) {
    const std::size_t at = message.find(mark);
    if (at == std::string::npos) continue;
    const std::string rest = message.substr(at);
    const std::string quoted = between(rest, "'", "'");
    return quoted.empty() ? between(rest, "ty ", " is not") : quoted;
  }
  return {};
}

/// The one line of the file that has the key; null where several have it, or none.
const ComposeLine* only_line(const std::vector<ComposeLine>& lines, const std::string& key) {
  const auto has_key = [&key](const ComposeLine& line) { return line.key == key; };
  const auto first = std::ranges::find_if(lines, has_key);
  const bool only = !key.empty() && std::ranges::count_if(lines, has_key) == 1;
  return only ? &*first : nullptr;
}

const Placed* entry_of(const Service& service, const std::string& name) {
  const auto found = std::ranges::find(service.depends_on, name, &Placed::text);
  return found == service.depends_on.end() ? nullptr : &*found;
}

/// "words" of `words:/words:ro`
std::string volume_name(const Placed& volume) {
  return volume.text.substr(0, volume.text.find(':'));
}

/// A name, and not a path, that the top level does not have.
bool is_undefined(const std::string& volume, const discovery::ComposeFile& stack) {
  return volume.find_first_of("./~$") == std::string::npos &&
         std::ranges::find(stack.volumes, volume, &Placed::text) == stack.volumes.end();
}

/// How much a server needs the others to be there: the back end needs nobody.
int needs(const Service& service) {
  const std::string role = discovery::guess_role(service);
  if (role == "back-end") return 0;
  return role == "proxy" ? 2 : 1;
}

bool has_key(const Service& service, std::string_view key) {
  return std::ranges::find(service.keys, key, &Placed::text) != service.keys.end();
}

}  // namespace

Found key_unknown(const Case& failure, const Cause& cause) {
  Found found = said(failure, cause);
  if (!found) return found;
  const std::vector<ComposeLine> lines = compose_lines(failure);
  const ComposeLine* line = only_line(lines, unknown_key(refusal_of(failure)));
  if (line == nullptr) return found;
  found->sentence = "Compose knows no key " + in_quotes(line->key) +
                    " there: it is misspelt, or indented wrongly";
  found->where = {line->where};
  found->step = "Check its spelling and its indentation, or remove it.";
  return found;
}

Found volume_undefined(const Case& failure, const Cause& cause) {
  Found found = said(failure, cause);
  const auto stack = expect::read_stack(failure.evidence.sources);
  if (!found || !stack) return found;
  for (const Service& service : stack->services) {
    const auto volume = std::ranges::find_if(service.volumes, [&stack](const Placed& one) {
      return is_undefined(volume_name(one), *stack);
    });
    if (volume == service.volumes.end()) continue;
    found->sentence = service.name + " names the volume " + volume_name(*volume) +
                      ", which the file does not define";
    found->where = {volume->where};
    return found;
  }
  return found;
}

Found services_in_circle(const Case& failure, const Cause& cause) {
  Found found = said(failure, cause);
  const auto stack = expect::read_stack(failure.evidence.sources);
  if (!found || !stack) return found;
  for (const Service& one : stack->services) {
    for (const Placed& name : one.depends_on) {
      const Service* other = stack->find(name.text);
      const Placed* back = other == nullptr || other == &one ? nullptr : entry_of(*other, one.name);
      if (back == nullptr) continue;
      const bool first = needs(one) <= needs(*other);
      const Service& guest = first ? one : *other;
      const bool alone = guest.depends_on.size() == 1;
      found->sentence = one.name + " and " + other->name + " wait for each other";
      found->where = {first ? name.where : back->where, first ? back->where : name.where};
      found->step = alone ? "Remove depends_on from " + guest.name + '.'
                          : "Remove " + (first ? *other : one).name + " from depends_on of " +
                                guest.name + '.';
      return found;
    }
  }
  return found;
}

Found section_empty(const Case& failure, const Cause& cause) {
  Found found = said(failure, cause);
  if (!found || failure.finding.where.empty()) return found;
  for (const ComposeLine& line : compose_lines(failure)) {
    if (line.key.empty() || line.where.line != failure.finding.where.front().line) continue;
    found->sentence = "nothing stands below `" + line.key + ":`";
  }
  return found;
}

Found sign_of_markdown(const Case& failure, const Cause& cause) {
  Found found = said(failure, cause);
  if (!found) return found;
  for (const ComposeLine& line : compose_lines(failure)) {
    if (!trim(line.written).starts_with("```")) continue;
    found->sentence = "``` marks code in a text, and is no line of a Compose file";
    found->where = {line.where};
    found->step = "Remove each line that begins with ```.";
    return found;
  }
  return found;
}

Found second_colon(const Case& failure, const Cause& cause) {
  Found found = mended<fix::two_keys>(failure, cause);
  if (!found || found->corrected.empty()) return found;
  const std::vector<ComposeLine> lines = compose_lines(failure);
  const int number = failure.finding.where.front().line;
  if (number < 1 || static_cast<std::size_t>(number) > lines.size()) return found;
  const ComposeLine& line = lines[static_cast<std::size_t>(number) - 1];
  const std::string value(trim(line.value));
  const std::string key = value.substr(0, value.find(':'));
  if (line.key.empty() || key.size() == value.size()) return found;
  if (found->corrected.find('\n') != std::string::npos) {
    found->sentence = "`" + key + ":` stands on the line of `" + line.key + ":`";
    found->step = "Give it a line of its own, indented below " + line.key + '.';
  } else {
    found->sentence = "the colon and the blank behind " + in_quotes(key) + " make a key of it";
    found->step = "Write the value without a blank behind its colon";
    found->step += line.key == "image" ? "." : ", or put it into quotes.";
  }
  return found;
}

Found never_healthy(const Case& failure, const Cause& cause) {
  Found found = said(failure, cause);
  const auto stack = expect::read_stack(failure.evidence.sources);
  if (!found || !stack) return found;
  // Of several that have a health check the file does not tell which one fails.
  const auto checked = [](const Service& one) { return has_key(one, "healthcheck"); };
  const auto sick = std::ranges::find_if(stack->services, checked);
  if (std::ranges::count_if(stack->services, checked) != 1) return found;
  for (const Service& waiting : stack->services) {
    const Placed* entry = entry_of(waiting, sick->name);
    if (entry == nullptr) continue;
    found->sentence = waiting.name + " waits for " + sick->name + " to be healthy, and it never is";
    found->where = {sick->place_of("healthcheck"), entry->where};
    return found;
  }
  return found;
}

Found program_not_found(const Case& failure, const Cause& cause) {
  const auto image = behind(failure);
  const bool stack = std::holds_alternative<ProjectSeen>(failure.seen);
  const std::string program = between(failure.finding.evidence, "exec: \"", "\"");
  const bool own = !stack || !image || !image->part.service || program.empty() ||
                   !image->part.service->command.starts_with(program);
  if (own) return mended<fix::exec_quotes>(failure, cause);
  Found found = said(failure, cause);
  if (!found) return found;
  const Service& service = *image->part.service;
  found->sentence = service.name + ": the program " + in_quotes(program) +
                    " of its command in the Compose file is not in the image";
  found->where = {service.place_of("command")};
  found->step = "Check its spelling, or remove command: then the image's own CMD starts.";
  return found;
}

}  // namespace pinko::causes::closer

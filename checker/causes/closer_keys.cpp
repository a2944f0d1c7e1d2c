#include "checker/causes/behind.hpp"
#include "checker/causes/closer.hpp"
#include "checker/causes/compose_lines.hpp"
#include "checker/causes/lines.hpp"
#include "checker/causes/recognise.hpp"
#include "checker/expect/stack.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <span>

namespace pinko::causes::closer {
namespace {

constexpr std::array<std::string_view, 4> kOfBuilds{"context", "dockerfile", "args", "target"};
constexpr std::array<std::string_view, 9> kOfServices{"image",
                                                      "ports",
                                                      "expose",
                                                      "depends_on",
                                                      "volumes",
                                                      "networks",
                                                      "environment",
                                                      "container_name",
                                                      "restart"};

bool holds(std::span<const std::string_view> keys, std::string_view key) {
  return std::ranges::find(keys, key) != keys.end();
}

std::string moved_to(const ComposeLine& line, std::size_t indent) {
  return std::string(indent, ' ') + std::string(trim(line.written));
}

/// `dockerfile` beside build.
Found out_of_build(const Cause& cause, const ComposeLine& line, const ComposeLine& build) {
  return Diagnosis{.cause_id = std::string(cause.id),
                   .sentence = line.key + " stands beside build, and belongs below it",
                   .where = {line.where, build.where},
                   .step = "Indent " + line.key + " below build.",
                   .corrected = moved_to(line, build.indent + 2)};
}

/// `image` below build.
Found into_build(const Cause& cause, const ComposeLine& line, const ComposeLine& build) {
  return Diagnosis{.cause_id = std::string(cause.id),
                   .sentence = line.key + " is indented as a part of build, and is the service's",
                   .where = {line.where, build.where},
                   .step = "Let " + line.key + " begin in the column of build.",
                   .corrected = moved_to(line, build.indent)};
}

/// The first key of a service that stands at the wrong height beside or below its build.
Found misplaced_in(const Cause& cause, const std::vector<const ComposeLine*>& service) {
  const ComposeLine* build = nullptr;
  for (const ComposeLine* line : service) {
    if (line->key == "build") build = line;
    if (build == nullptr || line->key.empty()) continue;
    const bool beside = line->indent == build->indent && trim(build->value).empty();
    const bool below = line->indent > build->indent;
    if (beside && holds(kOfBuilds, line->key)) return out_of_build(cause, *line, *build);
    if (below && holds(kOfServices, line->key)) return into_build(cause, *line, *build);
    if (!below && line != build) build = nullptr;
  }
  return std::nullopt;
}

/// The first entry of a list that stands in it before; null where none does.
const discovery::Placed* repeated_in(const std::vector<discovery::Placed>& list) {
  std::set<std::string> before;
  const auto found = std::ranges::find_if(list, [&before](const discovery::Placed& entry) {
    return !before.insert(entry.text).second;
  });
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

Found key_misplaced(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "compose-key-unknown")) return std::nullopt;
  const std::vector<ComposeLine> lines = compose_lines(failure);
  for (const ComposeLine* service : service_lines(lines)) {
    if (Found found = misplaced_in(cause, lines_below(lines, *service))) return found;
  }
  return std::nullopt;
}

Found entry_twice(const Case& failure, const Cause& cause) {
  Found found = said(failure, cause);
  const auto stack = expect::read_stack(failure.evidence.sources);
  if (!found || !stack) return found;
  for (const discovery::Service& service : stack->services) {
    for (const auto* list : {&service.depends_on, &service.networks, &service.volumes}) {
      const discovery::Placed* entry = repeated_in(*list);
      if (entry == nullptr) continue;
      found->sentence = in_quotes(entry->text) + " stands twice in a list of " + service.name;
      found->where = {entry->where};
      return found;
    }
  }
  return found;
}

Found entry_beside_key(const Case& failure, const Cause& cause) {
  Found found = said(failure, cause);
  if (!found) return found;
  for (const ComposeLine& line : compose_lines(failure)) {
    const std::string_view value = trim(line.value);
    if (line.key.empty() || !value.starts_with("- ")) continue;
    const std::string indent(indent_of(line.written));
    found->where = {line.where};
    found->corrected = indent;
    found->corrected.append(line.key).append(":\n").append(indent).append("  ").append(value);
    return found;
  }
  return found;
}

}  // namespace pinko::causes::closer

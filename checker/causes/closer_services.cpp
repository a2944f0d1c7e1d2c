#include "checker/causes/behind.hpp"
#include "checker/causes/closer.hpp"
#include "checker/causes/compose_lines.hpp"
#include "checker/causes/lines.hpp"
#include "checker/causes/reading.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>

namespace pinko::causes::closer {
namespace {

/// The lines that only a service has below it.
bool is_service(const std::vector<ComposeLine>& lines, const ComposeLine& head) {
  if (head.key.empty() || head.is_known()) return false;
  const auto below = lines_below(lines, head);
  return std::ranges::any_of(below, [&](const ComposeLine* line) {
    return line->indent == below.front()->indent && (line->key == "build" || line->key == "image");
  });
}

/// A name without a value, and the first lines of a service in its column or further.
bool begins_service(const std::vector<ComposeLine>& lines, const ComposeLine& head) {
  if (head.key.empty() || head.is_known() || !trim(head.value).empty()) return false;
  const ComposeLine* next = next_line(lines, head);
  return next != nullptr && next->indent >= head.indent &&
         (next->key == "build" || next->key == "image");
}

/// A check that a service can fail by standing in the wrong place.
bool misses_service(const Case& failure) {
  constexpr std::array<std::string_view, 3> kIds{
      "service-missing", "proxy-service-missing", "depends-on-missing"};
  return is_refused(failure) && (std::ranges::find(kIds, failure.finding.cause_id) != kIds.end() ||
                                 failure.check.ends_with("-compose-valid"));
}

/// The line of the Compose file at the judgement's place.
const ComposeLine* line_named(const Case& failure, const std::vector<ComposeLine>& lines) {
  if (failure.finding.where.empty()) return nullptr;
  const int number = failure.finding.where.front().line;
  const bool there = number > 0 && static_cast<std::size_t>(number) <= lines.size();
  return there ? &lines[static_cast<std::size_t>(number) - 1] : nullptr;
}

/// `- FLASK_APP: api.py` as the list has it: `- FLASK_APP=api.py`.
std::string with_equals(const ComposeLine& line) {
  const std::string_view words = trim(line.written);
  const std::size_t colon = line.written.find(": ");
  if (!words.starts_with("- ") || colon == std::string::npos) return {};
  return line.written.substr(0, colon) + '=' + std::string(trim(line.written.substr(colon + 2)));
}

constexpr std::array<std::string_view, 5> kLists{
    "depends_on", "ports", "expose", "volumes", "networks"};

bool is_list(const ComposeLine& line) {
  return std::ranges::find(kLists, line.key) != kLists.end();
}

/// A key with nothing behind it and nothing below.
bool is_bare(const std::vector<ComposeLine>& lines, const ComposeLine& line) {
  if (line.key.empty() || !trim(line.value).empty()) return false;
  const ComposeLine* next = next_line(lines, line);
  const bool entries =
      next != nullptr && next->indent == line.indent && trim(next->written).starts_with("- ");
  return !entries && (next == nullptr || next->indent <= line.indent);
}

/// An entry that belongs to a list, and is none.
bool lacks_dash(const ComposeLine& line) {
  return line.key.empty() && !trim(line.written).starts_with("- ");
}

/// A key of a wrong kind because nothing stands below it, or because an entry has no dash.
bool describe_nothing_below(Diagnosis& found,
                            const std::vector<ComposeLine>& lines,
                            const ComposeLine& line) {
  std::vector<const ComposeLine*> candidates = lines_below(lines, line);
  candidates.insert(candidates.begin(), &line);
  for (const ComposeLine* one : candidates) {
    if (!is_bare(lines, *one)) continue;
    found.sentence = "nothing stands behind " + one->key + ':';
    found.where = {one->where};
    found.step = is_list(*one) ? "Write its entries below it, each with `- ` in front."
                               : "Write what belongs behind it.";
    return true;
  }
  if (!is_list(line) || candidates.size() < 2) return false;
  const ComposeLine& entry = *candidates[1];
  if (!lacks_dash(entry)) return false;
  found.sentence = "an entry of the list has no `- ` in front";
  found.where = {entry.where};
  found.step = "Begin each entry of the list with `- `.";
  Location place = entry.where;
  for (const ComposeLine* one : std::span(candidates).subspan(1)) {
    const bool next = one == &entry || one->where.line == place.end_line + 1;
    if (!next || !lacks_dash(*one)) break;
    if (one != &entry) found.corrected += '\n';
    found.corrected.append(indent_of(one->written)).append("- ").append(trim(one->written));
    place.end_line = one->where.line;
  }
  found.placement = in_place_of(place);
  return true;
}

/// The first file of the task that has the name, in any folder.
auto file_called(const Sources& task, const std::string& name) {
  return std::ranges::find_if(task.texts, [&name](const auto& one) {
    return one.first == name || one.first.ends_with('/' + name);
  });
}

}  // namespace

Found key_twice(const Case& failure, const Cause& cause) {
  if (!is_named(failure, cause.id)) return std::nullopt;
  const std::vector<ComposeLine> lines = compose_lines(failure);
  for (const ComposeLine* service : service_lines(lines)) {
    std::map<std::string, const ComposeLine*> keys;
    const auto below = lines_below(lines, *service);
    for (const ComposeLine* line : below) {
      if (line->key.empty() || line->indent != below.front()->indent) continue;
      const auto [first, is_new] = keys.emplace(line->key, line);
      if (is_new) continue;
      const std::string place = std::to_string(first->second->where.line);
      return Diagnosis{.cause_id = std::string(cause.id),
                       .sentence = line->key + " stands twice in " + service->key + ", on lines " +
                                   place + " and " + std::to_string(line->where.line),
                       .where = {line->where, first->second->where},
                       .step = "Keep the one of line " + place +
                               ", put below it what is needed of the other, and remove that."};
    }
  }
  return Diagnosis{.cause_id = std::string(cause.id), .where = {}};
}

Found wrong_type(const Case& failure, const Cause& cause) {
  if (!is_named(failure, cause.id)) return std::nullopt;
  const std::vector<ComposeLine> lines = compose_lines(failure);
  const ComposeLine* line = line_named(failure, lines);
  Diagnosis found{.cause_id = std::string(cause.id), .where = {}};
  if (line == nullptr || line->key.empty()) return found;
  if (describe_nothing_below(found, lines, *line)) return found;
  for (const ComposeLine* entry : lines_below(lines, *line)) {
    const std::string mended = line->key == "environment" ? with_equals(*entry) : std::string();
    if (mended.empty()) continue;
    found.sentence = "an entry of a list has no colon: behind the name stands =";
    found.where = {entry->where};
    found.step = "Write name and value with = between them, or leave the dashes out.";
    found.corrected = mended;
    return found;
  }
  const std::string_view value = trim(line->value);
  if (value.empty() || !is_list(*line)) return found;
  const std::string indent(indent_of(line->written));
  const bool quoted_already = value.front() == '"' || value.front() == '\'';
  const std::string quote = quoted_already || line->key != "ports" ? "" : "\"";
  found.sentence = line->key + " is a list, and a text stands behind it";
  found.step = "Give each entry a line of its own below it, which begins with `- `.";
  found.corrected =
      indent + line->key + ":\n" + indent + "  - " + quote + std::string(value) + quote;
  return found;
}

Found service_in_other_section(const Case& failure, const Cause& cause) {
  if (!misses_service(failure)) return std::nullopt;
  const std::vector<ComposeLine> lines = compose_lines(failure);
  for (const ComposeLine& section : lines) {
    const bool other =
        section.indent == 0 &&
        (section.key == "networks" || section.key == "volumes" || section.key == "configs");
    if (!other) continue;
    for (const ComposeLine* line : lines_below(lines, section)) {
      if (!is_service(lines, *line)) continue;
      return Diagnosis{.cause_id = std::string(cause.id),
                       .sentence = line->key + " stands below " + section.key +
                                   ", and its lines are those of a service",
                       .where = {line->where, section.where},
                       .step = "Move it up to the services, or remove the line `" + section.key +
                               ":` above it."};
    }
  }
  return std::nullopt;
}

Found service_at_top(const Case& failure, const Cause& cause) {
  if (!misses_service(failure)) return std::nullopt;
  const std::vector<ComposeLine> lines = compose_lines(failure);
  const auto services = std::ranges::find(lines, "services", &ComposeLine::key);
  if (services == lines.end() || services->indent != 0) return std::nullopt;
  const auto head = std::find_if(services, lines.end(), [&](const ComposeLine& line) {
    return line.says() && line.indent == 0 && !line.key.starts_with("x-") &&
           is_service(lines, line);
  });
  if (head == lines.end()) return std::nullopt;
  const auto names = service_lines(lines);
  const std::size_t column = names.empty() ? 2 : names.front()->indent;
  Diagnosis found{.cause_id = std::string(cause.id),
                  .sentence = head->key + " stands beside services, and belongs below it",
                  .where = {head->where, services->where}};
  if (lines_below(lines, *head).front()->indent > column) {
    found.corrected = std::string(column, ' ') + std::string(trim(head->written));
  }
  return found;
}

Found service_in_service(const Case& failure, const Cause& cause) {
  if (!misses_service(failure)) return std::nullopt;
  const std::vector<ComposeLine> lines = compose_lines(failure);
  for (const ComposeLine* service : service_lines(lines)) {
    for (const ComposeLine* line : lines_below(lines, *service)) {
      if (!begins_service(lines, *line)) continue;
      return Diagnosis{.cause_id = std::string(cause.id),
                       .sentence = line->key + " is indented as a key of " + service->key,
                       .where = {line->where},
                       .step = "Let " + line->key + " begin in the column of " + service->key +
                               ", and its lines two blanks further.",
                       .corrected = std::string(indent_of(service->written)) + line->key + ':'};
    }
  }
  return std::nullopt;
}

Found volume_source_missing(const Case& failure, const Cause& cause) {
  const bool starts = failure.check.ends_with("-up") || failure.check.ends_with("-replicas");
  if (!starts || !failure.reading->parts.stack) return std::nullopt;
  const Sources& task = failure.evidence.sources;
  for (const discovery::Service& service : failure.reading->parts.stack->services) {
    for (const discovery::Placed& volume : service.volumes) {
      std::string source = volume.text.substr(0, volume.text.find(':'));
      const std::string target =
          volume.text.substr(std::min(source.size() + 1, volume.text.size()));
      const std::string name = source.substr(source.rfind('/') + 1);
      const bool file = name.find('.') != std::string::npos && target.starts_with('/');
      if (!source.starts_with("./") || !file) continue;
      source.erase(0, 2);
      if (task.find(source) != nullptr) continue;
      const auto there = file_called(task, name);
      // What is no text is not read, and may be there.
      if (there == task.texts.end()) continue;
      return Diagnosis{
          .cause_id = std::string(cause.id),
          .sentence = "the volume takes " + in_quotes(source) + ", and the file is " +
                      there->first + ": Docker makes an empty folder of what is not there",
          .where = {volume.where, {.path = task.from_top(there->first)}},
          .step =
              "Write the path of the file as it counts from the Compose file, or remove the "
              "volume and COPY the file.",
          .corrected = with(line_at(task, volume.where), source, there->first)};
    }
  }
  return std::nullopt;
}

}  // namespace pinko::causes::closer

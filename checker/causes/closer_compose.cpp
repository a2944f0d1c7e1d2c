#include "checker/causes/behind.hpp"
#include "checker/causes/closer.hpp"
#include "checker/causes/compose_lines.hpp"
#include "checker/causes/lines.hpp"
#include "checker/causes/recognise.hpp"
#include "checker/expect/stack.hpp"
#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <cctype>
#include <map>

namespace pinko::causes::closer {
namespace {

Diagnosis at(const Cause& cause,
             const ComposeLine& line,
             std::string sentence,
             std::string corrected) {
  return {.cause_id = std::string(cause.id),
          .sentence = std::move(sentence),
          .where = {line.where},
          .corrected = std::move(corrected)};
}

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// `image nginx:latest`
bool is_key_without_colon(const ComposeLine& line) {
  const std::string_view words = trim(line.written);
  const std::size_t blank = words.find(' ');
  return line.key.empty() && blank != std::string_view::npos &&
         words.find(": ") == std::string_view::npos && !words.ends_with(':') &&
         std::ranges::find(compose_keys(), words.substr(0, blank)) != compose_keys().end();
}

bool keys_among(const std::vector<const ComposeLine*>& names) {
  return std::ranges::any_of(names, [](const ComposeLine* line) { return line->is_known(); });
}

/// The service whose image a failed build was to make.
std::optional<discovery::Service> service_not_built(const Case& failure) {
  const auto* seen = std::get_if<ProjectBuildSeen>(&failure.seen);
  const auto stack = expect::read_stack(failure.evidence.sources);
  if (seen == nullptr || !stack) return std::nullopt;
  for (const BuildSeen& image : seen->images) {
    const discovery::Service* service = stack->find(image.role);
    if (!image.ok && service != nullptr && service->build) return *service;
  }
  return std::nullopt;
}

}  // namespace

Found key_misspelt(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "compose-key-unknown")) return std::nullopt;
  const auto* seen = std::get_if<ComposeSeen>(&failure.seen);
  for (const ComposeLine& line : compose_lines(failure)) {
    const bool known = line.is_known();
    const bool named = seen->message.find('\'' + line.key + '\'') != std::string::npos ||
                       seen->message.find(' ' + line.key + ' ') != std::string::npos ||
                       seen->message.find(' ' + line.key + ':') != std::string::npos;
    if (line.key.empty() || known || !named) continue;
    const std::string meant = nearest(line.key, compose_keys());
    if (meant.empty()) continue;
    return at(cause,
              line,
              "there is no key " + in_quotes(line.key) + "; it is called " + meant,
              with(line.written, line.key, meant));
  }
  return std::nullopt;
}

Found services_line_missing(const Case& failure, const Cause& cause) {
  if (!is_refused(failure)) return std::nullopt;
  const std::vector<ComposeLine> lines = compose_lines(failure);
  if (std::ranges::find(lines, "services", &ComposeLine::key) != lines.end()) return std::nullopt;
  const auto build = std::ranges::find_if(
      lines, [](const ComposeLine& line) { return line.key == "build" && line.indent > 0; });
  if (build == lines.end()) return std::nullopt;
  const auto first =
      std::ranges::find_if(lines, [](const ComposeLine& line) { return !line.key.empty(); });
  // A line that nearly says so is another mistake.
  if (nearest(first->key, compose_keys()) == "services") return std::nullopt;
  return at(cause, *first, {}, "services:\n" + first->written);
}

Found build_names_file(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "dockerfile-missing")) return std::nullopt;
  const auto service = service_not_built(failure);
  if (!service) return std::nullopt;
  const std::string& context = service->build->context;
  const std::size_t slash = context.rfind('/');
  if (slash == std::string::npos || context.substr(slash + 1) != "Dockerfile") return std::nullopt;
  const Location where = service->build->where;
  return Diagnosis{
      .cause_id = std::string(cause.id),
      .sentence =
          "build names the folder of the Dockerfile, and not the file " + in_quotes(context),
      .where = {where},
      .corrected =
          with(line_at(failure.evidence.sources, where), context, context.substr(0, slash))};
}

Found build_at_top(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "dockerfile-missing")) return std::nullopt;
  const auto service = service_not_built(failure);
  if (!service || (service->build->context != "." && service->build->context != "./")) {
    return std::nullopt;
  }
  const Sources& task = failure.evidence.sources;
  std::string folder = service->name;
  if (task.find(folder + "/Dockerfile") == nullptr) folder = discovery::guess_role(*service);
  if (folder.empty() || task.find(folder + "/Dockerfile") == nullptr) return std::nullopt;
  const Location build = service->build->where;
  Diagnosis found{.cause_id = std::string(cause.id),
                  .sentence = "build of " + service->name +
                              " means the Compose file's own folder, and its Dockerfile is in " +
                              folder + '/',
                  .where = {build, {.path = task.from_top(folder + "/Dockerfile")}}};
  const std::string line = line_at(task, build);
  Location below = build;
  ++below.line;
  const std::string next = line_at(task, below);
  if (trim(line) == "build:" && !trim(next).starts_with("context")) {
    found.corrected = line + '\n' + std::string(indent_of(next)) + "context: ./" + folder;
  } else if (trim(line) == "build: .") {
    found.corrected = with(line, ".", "./" + folder);
  }
  return found;
}

Found dockerfile_key_wrong(const Case& failure, const Cause& cause) {
  if (!is_named(failure, "dockerfile-missing") && !is_named(failure, "file-in-other-case")) {
    return std::nullopt;
  }
  const auto service = service_not_built(failure);
  if (!service || service->build->dockerfile.empty()) return std::nullopt;
  const Sources& task = failure.evidence.sources;
  std::string folder = service->build->context;
  if (folder.starts_with("./")) folder.erase(0, 2);
  if (!folder.empty() && !folder.ends_with('/')) folder += '/';
  if (task.find(folder + "Dockerfile") == nullptr) return std::nullopt;
  const std::string& path =
      failure.finding.where.empty() ? std::string() : failure.finding.where.front().path;
  Location where = service->build->where;
  for (int line = where.line; line < where.line + 8; ++line) {
    const std::string text = line_at(task, {.path = where.path, .line = line});
    if (!trim(text).starts_with("dockerfile:")) continue;
    where.line = line;
    where.column = static_cast<int>(indent_of(text).size()) + 1;
    return Diagnosis{
        .cause_id = std::string(cause.id),
        .sentence = "dockerfile says " + in_quotes(service->build->dockerfile) + ", and in " +
                    folder + " the file is called Dockerfile",
        .where = path == where.path || path.empty()
                     ? std::vector<Location>{where}
                     : std::vector<Location>{where, {.path = task.from_top(folder + "Dockerfile")}},
        .corrected = std::string(indent_of(text)) + "dockerfile: Dockerfile"};
  }
  return std::nullopt;
}

Found dash_without_blank(const Case& failure, const Cause& cause) {
  if (!is_refused(failure)) return std::nullopt;
  for (const ComposeLine& line : compose_lines(failure)) {
    const std::string_view words = trim(line.written);
    if (words.size() < 2 || words[0] != '-' || words[1] == ' ' || words[1] == '-') continue;
    return at(cause, line, {}, with(line.written, "-", "- "));
  }
  return std::nullopt;
}

Found colon_missing(const Case& failure, const Cause& cause) {
  if (!is_named(failure, cause.id)) return std::nullopt;
  const std::vector<ComposeLine> lines = compose_lines(failure);
  const Location& last = failure.finding.where.empty() ? Location{} : failure.finding.where.front();
  // YAML notices at the next key, or at the end of the file.
  const ComposeLine* found = nullptr;
  for (const ComposeLine& line : lines) {
    const std::string_view words = trim(line.written);
    const bool one_word = line.says() && !words.starts_with('-') &&
                          words.find_first_of(" :\"'#[]{}&*|>") == std::string_view::npos;
    if (last.line > 0 && line.where.line > last.line) break;
    if (one_word || is_key_without_colon(line)) found = &line;
  }
  if (found == nullptr) return named(failure, cause);
  const std::string_view words = trim(found->written);
  const std::string word(words.substr(0, words.find(' ')));
  return at(
      cause, *found, "there is no colon behind " + word, with(found->written, word, word + ':'));
}

Found colon_without_blank(const Case& failure, const Cause& cause) {
  if (!is_refused(failure)) return std::nullopt;
  for (const ComposeLine& line : compose_lines(failure)) {
    const bool known = line.is_known();
    if (!known || line.value.empty() || line.value.front() == ' ') continue;
    return at(cause, line, {}, with(line.written, line.key + ':', line.key + ": "));
  }
  return std::nullopt;
}

Found blank_in_port(const Case& failure, const Cause& cause) {
  if (!is_refused(failure)) return std::nullopt;
  for (const ComposeLine& line : compose_lines(failure)) {
    std::string_view words = trim(line.written);
    if (!words.starts_with("- ")) continue;
    words = trim(words.substr(2));
    const std::size_t colon = words.find(": ");
    if (colon == std::string_view::npos || !is_number(words.substr(0, colon)) ||
        !is_number(trim(words.substr(colon + 2)))) {
      continue;
    }
    const std::string right =
        std::string(words.substr(0, colon)) + ':' + std::string(trim(words.substr(colon + 2)));
    return at(cause, line, {}, with(line.written, words, '"' + right + '"'));
  }
  return std::nullopt;
}

Found quote_not_closed(const Case& failure, const Cause& cause) {
  if (!is_refused(failure)) return std::nullopt;
  for (const ComposeLine& line : compose_lines(failure)) {
    std::string_view words = line.key.empty() ? trim(line.written) : trim(line.value);
    if (words.starts_with("- ")) words = trim(words.substr(2));
    const char quote = words.empty() ? ' ' : words.front();
    if ((quote != '"' && quote != '\'') || std::ranges::count(words, quote) % 2 == 0) continue;
    return at(cause, line, {}, line.written + quote);
  }
  return std::nullopt;
}

Found service_empty(const Case& failure, const Cause& cause) {
  if (!is_refused(failure)) return std::nullopt;
  const std::vector<ComposeLine> lines = compose_lines(failure);
  const std::vector<const ComposeLine*> names = service_lines(lines);
  if (keys_among(names)) return std::nullopt;
  for (const ComposeLine* line : names) {
    const ComposeLine* below = next_line(lines, *line);
    if (!trim(line->value).empty() || (below != nullptr && below->indent > line->indent)) continue;
    return at(cause, *line, "nothing stands below the service " + line->key, {});
  }
  return std::nullopt;
}

Found service_twice(const Case& failure, const Cause& cause) {
  std::map<std::string, const ComposeLine*> names;
  const std::vector<ComposeLine> lines = compose_lines(failure);
  const std::vector<const ComposeLine*> services = service_lines(lines);
  if (keys_among(services)) return std::nullopt;
  for (const ComposeLine* line : services) {
    const auto [first, is_new] = names.emplace(line->key, line);
    if (is_new) continue;
    return Diagnosis{.cause_id = std::string(cause.id),
                     .sentence = "two services are called " + line->key +
                                 ": the second one takes the place of the first",
                     .where = {line->where, first->second->where}};
  }
  return std::nullopt;
}

}  // namespace pinko::causes::closer

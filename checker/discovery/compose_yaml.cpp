#include "checker/discovery/compose_yaml.hpp"

#include "checker/discovery/dockerfile.hpp"
#include "checker/util/text.hpp"

namespace pinko::discovery {
namespace {

constexpr int kMostSteps = 50'000;  ///< over all: what a bomb of aliases may cost
constexpr int kDeepestMerge = 8;
constexpr std::size_t kMostYamlProblems = 50;

}  // namespace

Location YamlReader::place_of(const YAML::Node& node) const {
  Location place{.path = path_};
  const YAML::Mark mark = node.Mark();
  if (mark.line < 0) return place;
  place.line = mark.line + 1;
  place.column = mark.column + 1;
  if (node.IsScalar() && node.Scalar().find('\n') == std::string::npos) {
    const int quotes = node.Tag() == "!" ? 2 : 0;
    place.end_line = place.line;
    place.end_column = place.column + static_cast<int>(node.Scalar().size()) + quotes;
  }
  return place;
}

std::string YamlReader::text(const YAML::Node& node) const {
  if (!node.IsDefined() || !node.IsScalar()) return {};
  // In a Compose file a dollar sign is escaped by another one.
  return substitute(node.Scalar(), variables_, '$');
}

Placed YamlReader::placed(const YAML::Node& node) const {
  return {.text = text(node), .where = place_of(node)};
}

std::vector<Placed> YamlReader::names(const YAML::Node& node) {
  std::vector<Placed> found;
  if (node.IsScalar()) found.push_back(placed(node));
  if (node.IsSequence()) {
    for (const YAML::Node& entry : node) {
      if (++steps_ > kMostSteps) break;
      if (entry.IsScalar()) found.push_back(placed(entry));
    }
  }
  if (node.IsMap()) {
    each(node, [&](const YAML::Node& key, const YAML::Node&) { found.push_back(placed(key)); });
  }
  return found;
}

std::map<std::string, std::string> YamlReader::pairs(const YAML::Node& node) {
  std::map<std::string, std::string> found;
  if (node.IsMap()) {
    each(node,
         [&](const YAML::Node& key, const YAML::Node& value) { found[text(key)] = text(value); });
    return found;
  }
  for (const Placed& entry : names(node)) {
    const std::size_t equals = entry.text.find('=');
    const bool has_value = equals != std::string::npos;
    found[entry.text.substr(0, equals)] = has_value ? entry.text.substr(equals + 1) : "";
  }
  return found;
}

void YamlReader::collect(const YAML::Node& map,
                         int depth,
                         std::map<std::string, std::size_t>& seen,
                         Found& found) {
  if (!map.IsMap() || depth > kDeepestMerge) return;
  std::vector<YAML::Node> merged;
  std::map<std::string, bool> own;
  for (const auto& entry : map) {
    if (++steps_ > kMostSteps) return;
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
    if (key == "<<" && entry.first.Tag() != "!") {
      merged.push_back(entry.second);
      continue;
    }
    if (!own.emplace(key, true).second && depth == 0) {
      file_.repeated.push_back(placed(entry.first));
      problem(place_of(entry.first), "the key " + in_quotes(key) + " stands here twice");
    }
    const auto [place, is_new] = seen.emplace(key, found.size());
    if (is_new) {
      found.emplace_back(entry.first, entry.second);
    } else if (depth == 0) {  // the last one counts; an assignment would write into the document
      found[place->second].first.reset(entry.first);
      found[place->second].second.reset(entry.second);
    }
  }
  for (const YAML::Node& from : merged) {
    if (from.IsMap()) collect(from, depth + 1, seen, found);
    if (!from.IsSequence()) continue;
    for (const YAML::Node& one : from) {
      if (steps_ > kMostSteps) return;
      collect(one, depth + 1, seen, found);
    }
  }
}

void YamlReader::each(const YAML::Node& map, const Visit& visit) {
  Found found;
  std::map<std::string, std::size_t> seen;
  collect(map, 0, seen, found);
  for (const auto& [key, value] : found) {
    visit(key, value);
  }
}

void YamlReader::problem(const Location& where, std::string message) {
  if (file_.problems.size() == kMostYamlProblems) return;
  file_.problems.push_back({.where = where, .message = std::move(message)});
}

}  // namespace pinko::discovery

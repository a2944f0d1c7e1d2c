#include "tests/mutants/mutant.hpp"

#include "checker/util/sha256.hpp"

#include <array>
#include <set>
#include <stdexcept>
#include <yaml-cpp/yaml.h>

namespace pinko::mutants {
namespace {

namespace fs = std::filesystem;

/// A table says something that has no meaning. Never leaves this file.
class TableError : public std::runtime_error {
 public:
  TableError(const YAML::Node& node, const std::string& problem)
      : std::runtime_error("line " + std::to_string(node.Mark().line + 1) + ": " + problem) {}
};

std::string text_of(const YAML::Node& node, const char* key) {
  return node[key] ? node[key].as<std::string>() : std::string();
}

std::vector<std::string> texts_of(const YAML::Node& node, const char* key) {
  return node[key] ? node[key].as<std::vector<std::string>>() : std::vector<std::string>();
}

bool flag_of(const YAML::Node& node, const char* key) {
  return node[key] && node[key].as<bool>();
}

/// Misspelt keys would go unseen.
void allow_only(const YAML::Node& node, const std::set<std::string>& keys) {
  if (!node.IsMap()) throw TableError(node, "a map is needed here");
  for (const auto& member : node) {
    const auto key = member.first.as<std::string>();
    if (!keys.contains(key)) throw TableError(member.first, "'" + key + "' is no key of this map");
  }
}

/// How an edit is written: `{in: FILE, VERB: TEXT}`, or `{VERB: PATH}`.
struct Verb {
  const char* key;
  Edit::Kind kind;
  bool on_file;  ///< `in` names the file and the verb's value is a text; else the value is the path
};

constexpr std::array<Verb, 10> kVerbs{{{"replace", Edit::Kind::replace, true},
                                       {"append", Edit::Kind::append, true},
                                       {"write", Edit::Kind::write, true},
                                       {"encode", Edit::Kind::encode, true},
                                       {"mode", Edit::Kind::mode, true},
                                       {"remove", Edit::Kind::remove, false},
                                       {"rename", Edit::Kind::rename, false},
                                       {"link", Edit::Kind::link, false},
                                       {"gitlink", Edit::Kind::gitlink, false},
                                       {"forget", Edit::Kind::forget, false}}};

Edit read_edit(const YAML::Node& node) {
  allow_only(node,
             {"in",
              "replace",
              "by",
              "append",
              "write",
              "encode",
              "mode",
              "remove",
              "rename",
              "link",
              "to",
              "gitlink",
              "forget"});
  for (const Verb& verb : kVerbs) {
    if (!node[verb.key]) continue;
    Edit edit{.kind = verb.kind};
    edit.path = text_of(node, verb.on_file ? "in" : verb.key);
    if (edit.path.empty()) throw TableError(node, "the edit names no file");
    if (edit.kind == Edit::Kind::replace) {
      edit.from = text_of(node, "replace");
      edit.text = text_of(node, "by");
    } else {
      edit.text = text_of(node, verb.on_file ? verb.key : "to");
    }
    return edit;
  }
  throw TableError(node, "the edit has no verb");
}

std::string fingerprint_of(const Mutant& mutant) {
  std::string all = std::to_string(mutant.task);
  all += mutant.commit ? "commit" : "";
  all += mutant.site_template ? "template" : "";
  for (const Edit& edit : mutant.edits) {
    all += '\0' + std::to_string(static_cast<int>(edit.kind));
    for (const std::string& part : {edit.path, edit.from, edit.text})
      all += '\0' + part;
  }
  return sha256(all).substr(0, 16);
}

Mutant read_mutant(const YAML::Node& node, int task) {
  allow_only(node,
             {"name",
              "what",
              "edits",
              "fails",
              "lost",
              "outcome",
              "cause",
              "or_cause",
              "where",
              "says",
              "notes",
              "files_only",
              "commit",
              "template"});
  Mutant mutant{.name = text_of(node, "name"), .what = text_of(node, "what"), .task = task};
  if (mutant.name.empty() || mutant.what.empty()) {
    throw TableError(node, "a mutant has a name and says what it is");
  }
  for (const YAML::Node& edit : node["edits"])
    mutant.edits.push_back(read_edit(edit));
  mutant.fails = texts_of(node, "fails");
  mutant.lost = node["lost"] ? node["lost"].as<int>() : 0;
  mutant.outcome = text_of(node, "outcome");
  if (mutant.outcome.empty()) mutant.outcome = mutant.fails.empty() ? "passed" : "failed";
  mutant.cause = text_of(node, "cause");
  mutant.or_cause = text_of(node, "or_cause");
  mutant.where = text_of(node, "where");
  mutant.says = texts_of(node, "says");
  mutant.notes = texts_of(node, "notes");
  mutant.files_only = flag_of(node, "files_only");
  mutant.commit = flag_of(node, "commit");
  mutant.site_template = flag_of(node, "template");
  mutant.fingerprint = fingerprint_of(mutant);
  return mutant;
}

}  // namespace

Result<std::vector<Mutant>> read_mutants(const fs::path& tables) {
  std::vector<Mutant> all;
  std::set<std::string> names;
  for (int task = 0; task <= 6; ++task) {
    const fs::path file = tables / ("task" + std::to_string(task) + ".yaml");
    try {
      for (const YAML::Node& node : YAML::LoadFile(file.string())) {
        all.push_back(read_mutant(node, task));
        if (!names.insert(all.back().name).second) throw TableError(node, "the name is taken");
      }
    } catch (const std::exception& problem) {
      return fail(ErrorCode::usage, "read " + file.string() + ": " + problem.what());
    }
  }
  return all;
}

}  // namespace pinko::mutants

#include "checker/causes/closer.hpp"
#include "checker/causes/copies.hpp"
#include "checker/util/git_commands.hpp"
#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes::closer {
namespace {

constexpr std::size_t kFarthest = 2;  ///< letters between a name and what it was meant to be

/// The file that a check looked for in vain, as a path of the task's folder; empty for all others.
std::string missing_file(const Case& failure) {
  const std::string folder = failure.evidence.sources.folder + '/';
  if (const auto* project = std::get_if<ProjectBuildSeen>(&failure.seen)) {
    if (failure.finding.cause_id != "dockerfile-missing") return {};
    const auto failed = std::ranges::find(project->images, false, &BuildSeen::ok);
    const bool ours = failed != project->images.end() && failed->dockerfile.starts_with(folder);
    return ours ? failed->dockerfile.substr(folder.size()) : std::string();
  }
  if (failure.finding.cause_id != "file-missing") return {};
  const FileSeen* file = std::get_if<FileSeen>(&failure.seen);
  if (const auto* compose = std::get_if<ComposeSeen>(&failure.seen)) file = &compose->file;
  if (file == nullptr || file->state != FileState::missing || !file->path.starts_with(folder)) {
    return {};
  }
  // Where the Dockerfile is there, back-end-files misses api.py.
  return file->path.substr(folder.size());
}

std::string folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(path.substr(0, slash == std::string_view::npos ? 0 : slash + 1));
}

std::string letters_of(std::string_view name) {
  std::string letters;
  for (const char c : to_lower(name)) {
    if (c != '-' && c != '_' && c != '.') letters += c;
  }
  return letters;
}

bool is_near(std::string_view name, std::string_view other) {
  return letters_of(name) == letters_of(other) ||
         edit_distance(name, other, kFarthest) <= kFarthest;
}

std::string ending_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string() : std::string(name.substr(dot));
}

/// What only the file in question would hold; empty where names alone can tell.
std::string_view mark_of(std::string_view name) {
  if (name.ends_with(".py")) return "Flask(";
  if (name == "softy-pinko-front-end.conf") return "root";
  return {};
}

/// The name without its endings: Windows hides them, and may have put another one behind.
std::string stem_of(const std::string& name) {
  return name.substr(0, name.find('.'));
}

bool could_be(const std::string& wanted, const std::string& name, const std::string& text) {
  if (wanted == "Dockerfile") return to_lower(name).starts_with("dockerfile");
  if (wanted.ends_with(".txt") && is_near(stem_of(name), stem_of(wanted))) return true;
  if (ending_of(name) != ending_of(wanted)) return false;
  const std::string_view mark = mark_of(wanted);
  return is_near(name, wanted) || (!mark.empty() && text.find(mark) != std::string::npos);
}

Diagnosis renamed(const Cause& cause,
                  std::string sentence,
                  const std::string& there,
                  const std::string& right) {
  return {.cause_id = std::string(cause.id),
          .sentence = std::move(sentence),
          .where = {Location{.path = there}},
          .step = "Rename it: `" + git_move(there, right) +
                  "`, from the repository's top, and mend the lines that name it."};
}

std::string called(std::string_view what, const std::string& is, const std::string& wanted) {
  return "the " + std::string(what) + " is called " + is + ", not " + wanted;
}

}  // namespace

Found file_called_otherwise(const Case& failure, const Cause& cause) {
  const std::string path = missing_file(failure);
  if (path.empty()) return std::nullopt;
  const Sources& task = failure.evidence.sources;
  const std::string folder = folder_of(path);
  const std::string wanted = name_of(path);
  std::vector<std::string> found;
  for (const auto& [other, text] : task.texts) {
    if (other == path || folder_of(other) != folder) continue;
    if (could_be(wanted, name_of(other), text)) found.push_back(other);
  }
  if (found.size() != 1) return std::nullopt;
  const std::string there = task.from_top(found.front());
  return renamed(cause, called("file", name_of(there), wanted), there, task.from_top(path));
}

Found folder_called_otherwise(const Case& failure, const Cause& cause) {
  const std::string path = missing_file(failure);
  const std::size_t slash = path.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const Sources& task = failure.evidence.sources;
  const std::string folder = path.substr(0, slash);
  for (const auto& [other, text] : task.texts) {
    const std::size_t end = other.find('/');
    if (end == std::string::npos || other.substr(end) != path.substr(slash)) continue;
    const std::string instead = other.substr(0, end);
    if (instead == folder || !is_near(instead, folder)) continue;
    const std::string there = task.from_top(instead);
    return renamed(cause, called("folder", instead, folder), there, task.from_top(folder));
  }
  return std::nullopt;
}

Found back_end_not_moved(const Case& failure, const Cause& cause) {
  const Sources& task = failure.evidence.sources;
  if (missing_file(failure) != "back-end/Dockerfile") return std::nullopt;
  if (task.find("Dockerfile") == nullptr || task.find("api.py") == nullptr) return std::nullopt;
  return Diagnosis{.cause_id = std::string(cause.id),
                   .where = {Location{.path = task.from_top("Dockerfile")},
                             Location{.path = task.from_top("api.py")}},
                   .step = "In " + task.folder +
                           ": `mkdir back-end`, then `git mv Dockerfile api.py back-end/`."};
}

}  // namespace pinko::causes::closer

#include "checker/probe/sources.hpp"

#include "checker/probe/files.hpp"
#include "checker/util/dockerfile_name.hpp"
#include "checker/util/file_start.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>

namespace pinko::probe {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostSourceBytes = 256 * 1024;
constexpr std::size_t kMostSources = 200;
constexpr int kDeepestSource = 6;

constexpr std::array<std::string_view, 10> kEndings{
    ".yml", ".yaml", ".conf", ".py", ".html", ".js", ".mjs", ".txt", ".env", ".sh"};

bool can_tell(const fs::path& path) {
  const std::string name = to_lower(path.filename().string());
  if (name.find("dockerfile") != std::string::npos || name == ".dockerignore") return true;
  // The file with the command, with whatever ending.
  if (name.find("api-server") != std::string::npos) return true;
  if (name.find(".min.") != std::string::npos) return false;
  const std::string ending = path.extension().string();
  if (ending.empty()) return read_start(path, 2) == "#!";
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

/// What builders take for a Dockerfile is read as one, whatever judges it.
void name_dockerfiles(Sources& sources) {
  for (auto at = sources.texts.begin(); at != sources.texts.end();) {
    const fs::path found = at->first;
    const std::string asked = (found.parent_path() / "Dockerfile").generic_string();
    const bool taken = is_taken_for_dockerfile(asked, at->first) && !sources.texts.contains(asked);
    const auto here = at++;
    if (!taken) continue;
    sources.spelled.emplace(asked, here->first);
    auto text = sources.texts.extract(here);
    text.key() = asked;
    sources.texts.insert(std::move(text));
  }
}

}  // namespace

Sources read_sources(const Submission& submission, int task) {
  Sources sources;
  const TaskFolder& folder = submission.tasks.at(static_cast<std::size_t>(task));
  sources.folder = in_task(submission, task, "");
  while (sources.folder.ends_with('/'))
    sources.folder.pop_back();
  sources.exists = folder.present;
  sources.meant = folder.other;
  if (!folder.present) return sources;
  std::error_code error;
  const fs::path top = submission.root / folder.path;
  fs::recursive_directory_iterator at(top, error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    if (sources.texts.size() == kMostSources) break;
    if (at.depth() == kDeepestSource || at->path().filename() == ".git")
      at.disable_recursion_pending();
    if (!at->is_regular_file(error) || !can_tell(at->path())) continue;
    const std::string path = at->path().lexically_relative(top).generic_string();
    FileSeen file = read_file(submission.root, in_task(submission, task, path), kMostSourceBytes);
    if (file.state == FileState::present) sources.texts.emplace(path, std::move(file.bytes));
  }
  name_dockerfiles(sources);
  return sources;
}

}  // namespace pinko::probe

#include "checker/app/task_prints.hpp"

#include "checker/app/file_watch.hpp"
#include "checker/util/sha256.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>
#include <sys/stat.h>
#include <system_error>

namespace pinko::app {
namespace {

namespace fs = std::filesystem;

constexpr int kDeepest = 16;  ///< links may lead in circles
constexpr off_t kLargestRead = 64 << 20;
constexpr std::string_view kUp = "../";

std::string read_all(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// Tells two states of a file apart without reading it.
std::string stamp_of(const struct stat& facts) {
  std::string stamp;
  for (const auto number : {static_cast<long long>(facts.st_ino),
                            static_cast<long long>(facts.st_size),
                            static_cast<long long>(facts.st_mode),
                            static_cast<long long>(facts.st_mtim.tv_sec),
                            static_cast<long long>(facts.st_mtim.tv_nsec),
                            static_cast<long long>(facts.st_ctim.tv_sec),
                            static_cast<long long>(facts.st_ctim.tv_nsec)}) {
    stamp += std::to_string(number) + ' ';
  }
  return stamp;
}

bool may_name_folders(const fs::path& file) {
  const std::string ending = to_lower(file.extension().string());
  return ending == ".yml" || ending == ".yaml" || file.filename() == "2-api-servers.txt";
}

/// Behind the last slash of a way such as "../..//", which begins at a place.
std::size_t end_of_way(std::string_view text, std::size_t way) {
  while (text.substr(way).starts_with(kUp)) {
    way = std::min(text.find_first_not_of('/', way + kUp.size()), text.size());
  }
  return way;
}

/// The task whose folder a text begins with, and not with a longer name.
std::optional<int> task_at(std::string_view text) {
  constexpr std::string_view kName = "task";
  if (!text.starts_with(kName)) return std::nullopt;
  text.remove_prefix(kName.size());
  if (text.empty() || text[0] < '0' || text[0] >= '0' + kTaskCount) return std::nullopt;
  const unsigned char next = text.size() > 1 ? static_cast<unsigned char>(text[1]) : ' ';
  if (next == '_' || std::isalnum(next) != 0) return std::nullopt;
  return text[0] - '0';
}

/// The tasks to whose folders a text names a way through "..". One that names none of them may lead
/// anywhere.
std::set<int> tasks_named_in(std::string_view text) {
  std::set<int> tasks;
  for (std::size_t way = text.find(kUp); way != std::string_view::npos; way = text.find(kUp, way)) {
    way = end_of_way(text, way);
    const std::optional<int> named = task_at(text.substr(way));
    for (int task = 0; task < kTaskCount; ++task)
      if (!named || named == task) tasks.insert(task);
  }
  return tasks;
}

/// The tasks whose folders a task's Compose file or command names.
std::set<int> tasks_named(const fs::path& folder) {
  std::set<int> tasks;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (!at->is_regular_file(ignored) || !may_name_folders(at->path())) continue;
    tasks.merge(tasks_named_in(read_all(at->path())));
  }
  return tasks;
}

}  // namespace

TaskPrint TaskPrints::take(const Submission& submission, int task) {
  TaskPrint print;
  const TaskFolder& own = submission.tasks.at(static_cast<std::size_t>(task));
  if (!own.other.empty()) print[own.other] = "named otherwise";
  if (!own.present) return print;
  std::set<int> tasks = tasks_named(submission.root / own.path);
  tasks.insert(task);
  for (const int one : tasks) {
    const TaskFolder& folder = submission.tasks.at(static_cast<std::size_t>(one));
    if (folder.present) take_folder(submission.root, submission.root / folder.path, 0, print);
  }
  return print;
}

void TaskPrints::take_folder(const fs::path& root,
                             const fs::path& folder,
                             int depth,
                             TaskPrint& print) {
  if (depth > kDeepest) return;
  print[folder.lexically_relative(root).generic_string() + '/'] = "folder";
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const fs::path& path = at->path();
    if (is_noise(path.filename().string()) || ours_.contains(path)) continue;
    std::error_code ignored;
    if (at->is_directory(ignored)) {
      take_folder(root, path, depth + 1, print);
      continue;
    }
    std::string& digest = print[path.lexically_relative(root).generic_string()];
    if (at->is_symlink(ignored)) digest = fs::read_symlink(path, ignored).string() + ' ';
    digest += digest_of(path);
  }
}

std::string TaskPrints::digest_of(const fs::path& file) {
  struct stat facts {};
  if (stat(file.c_str(), &facts) != 0) return "absent";
  Known& known = known_[file];
  std::string stamp = stamp_of(facts);
  if (stamp == known.stamp) return known.digest;
  const bool readable = S_ISREG(facts.st_mode) && facts.st_size <= kLargestRead;
  known.digest = std::to_string(facts.st_mode) + ' ' + (readable ? sha256(read_all(file)) : stamp);
  known.stamp = std::move(stamp);
  return known.digest;
}

std::vector<std::string> differences(const TaskPrint& before, const TaskPrint& after) {
  std::vector<std::string> paths;
  for (const auto& [path, digest] : after) {
    const auto old = before.find(path);
    if (old == before.end() || old->second != digest) paths.push_back(path);
  }
  for (const auto& [path, digest] : before) {
    if (!after.contains(path)) paths.push_back(path);
  }
  return paths;
}

}  // namespace pinko::app

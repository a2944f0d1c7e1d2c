#include "checker/discovery/task_folders.hpp"

#include "checker/discovery/git_view.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <set>
#include <system_error>

namespace pinko::discovery {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostNames = 10'000;

std::string task_name(std::size_t number) {
  return "task" + std::to_string(number);
}

/// Names of the folders in a folder, sorted. Links to folders count when they stay within `root`.
std::set<std::string> folders_of(const fs::path& folder, const fs::path& root) {
  std::set<std::string> names;
  std::error_code error;
  fs::directory_iterator at(folder, error);
  for (const fs::directory_iterator end; !error && at != end; at.increment(error)) {
    if (names.size() == kMostNames) break;
    std::error_code ignored;
    if (!at->is_directory(ignored)) continue;
    if (at->is_symlink(ignored)) {
      const fs::path target = fs::weakly_canonical(at->path(), ignored);
      const fs::path top = fs::weakly_canonical(root, ignored);
      const std::string relative = target.lexically_relative(top).generic_string();
      if (relative.empty() || relative == ".." || relative.starts_with("../")) continue;
    }
    names.insert(at->path().filename().string());
  }
  return names;
}

bool has_exact_name(const std::set<std::string>& names) {
  for (std::size_t number = 0; number < kTaskCount; ++number) {
    if (names.contains(task_name(number))) return true;
  }
  return false;
}

void fill_in(FolderFinds& found, const std::set<std::string>& names) {
  const std::string prefix = found.nested_in.empty() ? "" : found.nested_in + '/';
  for (std::size_t number = 0; number < kTaskCount; ++number) {
    TaskFolder& task = found.tasks[number];
    task.present = names.contains(task_name(number));
    task.path = prefix + task_name(number);
    found.any = found.any || task.present;
    if (task.present) continue;
    for (const std::string& name : names) {
      if (near_miss(name) == static_cast<int>(number)) task.other = prefix + name;
    }
  }
}

}  // namespace

int near_miss(const std::string& name) {
  std::string letters;
  std::string digits;
  for (const char c : to_lower(name)) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (c >= 'a' && c <= 'z') {
      letters += c;
    } else if (std::string_view(" _-.()#").find(c) == std::string_view::npos) {
      return -1;
    }
  }
  while (digits.size() > 1 && digits.front() == '0')
    digits.erase(0, 1);
  if (digits.size() != 1 || digits.front() > '6') return -1;
  const std::set<std::string> words = {"task", "tasks", "t", "tsk", "taks", "tast", "taskk"};
  if (!words.contains(letters)) return -1;
  const int number = digits.front() - '0';
  return name == task_name(static_cast<std::size_t>(number)) ? -1 : number;
}

bool holds_task_folder(const fs::path& folder) {
  return has_exact_name(folders_of(folder, folder));
}

FolderFinds find_task_folders(const fs::path& root) {
  FolderFinds found;
  const std::set<std::string> top = folders_of(root, root);
  if (has_exact_name(top)) {
    fill_in(found, top);
    return found;
  }
  std::vector<std::string> holders;
  for (const std::string& name : top) {
    if (name.starts_with('.') || is_clutter(name)) continue;
    if (has_exact_name(folders_of(root / name, root))) holders.push_back(name);
  }
  // With two candidates nobody can say which one is meant.
  if (holders.size() == 1) {
    found.nested_in = holders.front();
    fill_in(found, folders_of(root / found.nested_in, root));
    return found;
  }
  fill_in(found, top);
  return found;
}

}  // namespace pinko::discovery

#pragma once

#include "checker/core/submission.hpp"

#include <array>
#include <filesystem>
#include <string>

namespace pinko::discovery {

/// Where the task folders stand.
struct FolderFinds {
  std::array<TaskFolder, kTaskCount> tasks;
  std::string nested_in;  ///< the folder that holds them, when it is not the top
  bool any = false;
};

/// Looks at the top, and one level down when there is nothing at the top. Near misses of names are
/// noted in `other`; links that lead out of `root` are no task folders.
[[nodiscard]] FolderFinds find_task_folders(const std::filesystem::path& root);

/// True when a folder `task0` … `task6` stands in `folder` itself.
[[nodiscard]] bool holds_task_folder(const std::filesystem::path& folder);

/// The number of the task that a name probably means: "Task3", "task_3", "task 3", "task-03",
/// "3-task", "t3"; -1 for any other name, and for the exact ones.
[[nodiscard]] int near_miss(const std::string& name);

}  // namespace pinko::discovery

#pragma once

#include "checker/core/submission.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace pinko::app {

/// The files that a task is made of, each with a digest of what it holds: its folder, what links in
/// it lead to, and the folders of other tasks that its Compose file builds from.
using TaskPrint = std::map<std::string, std::string>;

/// Takes prints of tasks. A file whose time, size and place are those of the last print is not read
/// again.
class TaskPrints {
 public:
  /// `ours` are files that the checker itself writes, such as reports.
  explicit TaskPrints(std::set<std::filesystem::path> ours)
      : ours_(std::move(ours)) {}

  [[nodiscard]] TaskPrint take(const Submission& submission, int task);

 private:
  struct Known {
    std::string stamp;
    std::string digest;
  };

  void take_folder(const std::filesystem::path& root,
                   const std::filesystem::path& folder,
                   int depth,
                   TaskPrint& print);
  [[nodiscard]] std::string digest_of(const std::filesystem::path& file);

  std::set<std::filesystem::path> ours_;
  std::map<std::filesystem::path, Known> known_;
};

/// The paths that differ between two prints.
[[nodiscard]] std::vector<std::string> differences(const TaskPrint& before, const TaskPrint& after);

}  // namespace pinko::app

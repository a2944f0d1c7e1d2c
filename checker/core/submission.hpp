#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace pinko {

inline constexpr int kTaskCount = 7;

/// Where a task's folder was found, if it was.
struct TaskFolder {
  bool present = false;
  std::string path;  ///< from `Submission::root`, such as "task3" or "project/task3"
  std::string
      other;  ///< when absent: a folder that was probably meant ("Task3", "task_3"), else empty
};

/// A nested repository that was committed as a gitlink (mode 160000): an empty folder in every
/// clone.
struct Gitlink {
  std::string path;    ///< from the repository's top
  std::string commit;  ///< the commit that it points at, 40 hexadecimal digits
};

/// What git says of the repository; all empty outside a repository.
struct GitFacts {
  bool is_repository = false;
  std::string commit;             ///< HEAD or the commit graded; 40 hexadecimal digits
  bool dirty = false;             ///< the working tree differs from that commit
  std::vector<Gitlink> gitlinks;  ///< in the commit graded
  std::vector<std::string>
      unseen;  ///< files below task folders that are on disk and not in the last commit
  std::vector<std::string>
      changed;  ///< files below task folders whose bytes differ from the last commit
};

/// A student's repository as found. Made by discovery, read by everything behind it.
struct Submission {
  std::filesystem::path root;  ///< the folder that is graded: the working tree, or a clean export
  std::string shown_as;        ///< how the user named it
  std::array<TaskFolder, kTaskCount> tasks;
  std::string nested_in;  ///< "project" when the task folders stand one level down, else empty
  bool exported = false;  ///< true when `root` is a clean export of a commit
  std::vector<std::string> from_template;  ///< site folders that --template filled, from the root
  GitFacts git;
};

}  // namespace pinko

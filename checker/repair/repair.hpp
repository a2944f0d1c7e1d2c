#pragma once

#include "checker/core/submission.hpp"

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What of a submission can be mended without thinking: encodings, line ends, names, leftovers.
/// What the exercise is there to teach is never touched.
namespace pinko::repair {

/// The files that may be mended, as they are on disk.
struct Desk {
  std::map<std::string, std::string> files;  ///< bytes, by path from the submission's root
  std::set<std::string> folders;             ///< folders that were looked into, and hold anything
};

/// One file before and after. `after` and `new_path` may be as before, but not both.
struct FileRepair {
  std::string path;      ///< from the submission's root
  std::string new_path;  ///< where it belongs; the same as `path` when the name is right
  std::string before;
  std::string after;
  std::vector<std::string> reasons;  ///< in words, one a change
};

/// Commands for the user to type: they change more than files, or what git holds.
struct Chore {
  std::string why;
  std::vector<std::string> commands;  ///< from the submission's root
};

struct Repairs {
  std::vector<FileRepair> files;  ///< by path
  std::vector<Chore> chores;
  std::vector<std::string> left;  ///< seen, and not mended, with the reason
};

/// What can be mended in the given tasks. Mending what it gives leaves nothing to mend.
[[nodiscard]] Repairs find_repairs(const Submission& submission,
                                   std::span<const int> tasks,
                                   const Desk& desk);

}  // namespace pinko::repair

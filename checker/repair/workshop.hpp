#pragma once

#include "checker/core/result.hpp"
#include "checker/core/submission.hpp"
#include "checker/repair/repair.hpp"

#include <span>

/// Where repairs meet the disk.
namespace pinko::repair {

/// Reads the files of the given tasks that may be mended. Links are not followed, and what is no
/// regular file, or larger than a person writes, is left out.
[[nodiscard]] Desk read_desk(const Submission& submission, std::span<const int> tasks);

/// Writes one repair: all of it or nothing, with the file's mode and owner. Error usage when the
/// file is not as it was read, when a link leads there, or when the new name is taken.
[[nodiscard]] Status apply(const std::filesystem::path& root, const FileRepair& repair);

}  // namespace pinko::repair

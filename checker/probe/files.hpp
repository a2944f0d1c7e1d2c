#pragma once

#include "checker/core/observation.hpp"
#include "checker/core/probe.hpp"
#include "checker/core/submission.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace pinko::probe {

/// Larger than any file of the exercise that is read as text; beyond it nothing is read.
inline constexpr std::uint64_t kMostTextBytes = 1024 * 1024;

/// Reads a file below `root`, which `path` may not leave, by links or by "..". Never waits: FIFOs
/// and devices are named, not opened. Names are compared as Linux does, also where the file system
/// ignores case.
[[nodiscard]] FileSeen read_file(const std::filesystem::path& root,
                                 std::string_view path,
                                 std::uint64_t most_bytes = kMostTextBytes);

/// A path of a task's folder, seen from the submission's root.
[[nodiscard]] std::string in_task(const Submission& submission, int task, std::string_view path);

[[nodiscard]] FileSeen see(const ReadFile& p, const Submission& submission, int task);
[[nodiscard]] SiteSeen see(const ReadSite& p, const Submission& submission, int task);

}  // namespace pinko::probe

#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace pinko {

/// An entry of a folder, as who copies it sees it. Times are left out: no builder looks at them.
struct FolderEntry {
  std::string path;  ///< below the folder
  std::filesystem::file_type type = std::filesystem::file_type::none;
  std::filesystem::perms permissions = std::filesystem::perms::none;
  std::uint64_t size = 0;  ///< of a regular file
  std::string target;      ///< of a link

  friend bool operator==(const FolderEntry&, const FolderEntry&) = default;
};

/// All that is below a folder, sorted by path; links are not followed. Nothing where something
/// cannot be read, or is no file, folder or link, or where there is more than a person hands in:
/// 5,000 entries or 64 MiB.
[[nodiscard]] std::optional<std::vector<FolderEntry>> entries_of(
    const std::filesystem::path& folder);

/// True when the regular files of two folders hold the same bytes; `entries` are those of both.
[[nodiscard]] bool same_bytes(const std::filesystem::path& one,
                              const std::filesystem::path& other,
                              const std::vector<FolderEntry>& entries);

}  // namespace pinko

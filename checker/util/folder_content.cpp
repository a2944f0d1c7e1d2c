#include "checker/util/folder_content.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <system_error>

namespace pinko {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostEntries = 5000;
constexpr std::uint64_t kMostBytes = 64 << 20;
constexpr std::size_t kComparedBlock = 64 << 10;

/// Whether a link of the folder leads to what lies outside: what that is, the link does not tell.
bool leads_out(const FolderEntry& link) {
  const fs::path target = link.target;
  const fs::path end = (fs::path(link.path).parent_path() / target).lexically_normal();
  return target.is_absolute() || *end.begin() == "..";
}

/// Nothing for what another folder's cannot be told from: pipes, sockets, devices, links that lead
/// out of the folder.
std::optional<FolderEntry> entry_of(const fs::directory_entry& found, const fs::path& folder) {
  std::error_code error;
  const fs::file_status status = found.symlink_status(error);
  if (error) return std::nullopt;
  FolderEntry entry{.path = found.path().lexically_relative(folder).generic_string(),
                    .type = status.type(),
                    .permissions = status.permissions()};
  switch (status.type()) {
    case fs::file_type::directory:
      return entry;
    case fs::file_type::regular:
      entry.size = found.file_size(error);
      break;
    case fs::file_type::symlink:
      entry.target = fs::read_symlink(found.path(), error).generic_string();
      if (!error && leads_out(entry)) return std::nullopt;
      break;
    default:
      return std::nullopt;
  }
  if (error) return std::nullopt;
  return entry;
}

/// Both opened and read to their ends, without a difference.
bool same_file(const fs::path& one, const fs::path& other) {
  std::ifstream first(one, std::ios::binary);
  std::ifstream second(other, std::ios::binary);
  if (!first || !second) return false;
  std::array<char, kComparedBlock> of_first;
  std::array<char, kComparedBlock> of_second;
  do {
    first.read(of_first.data(), of_first.size());
    second.read(of_second.data(), of_second.size());
    const auto got = static_cast<std::size_t>(first.gcount());
    if (first.gcount() != second.gcount()) return false;
    if (std::memcmp(of_first.data(), of_second.data(), got) != 0) return false;
  } while (first && second);
  return first.eof() && second.eof();
}

}  // namespace

std::optional<std::vector<FolderEntry>> entries_of(const fs::path& folder) {
  std::error_code error;
  std::vector<FolderEntry> entries;
  std::uint64_t bytes = 0;
  fs::recursive_directory_iterator at(folder, error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    auto entry = entry_of(*at, folder);
    if (!entry || entries.size() == kMostEntries) return std::nullopt;
    bytes += entry->size;
    if (bytes > kMostBytes) return std::nullopt;
    entries.push_back(*std::move(entry));
  }
  if (error) return std::nullopt;
  std::ranges::sort(entries, {}, &FolderEntry::path);
  return entries;
}

bool same_bytes(const fs::path& one,
                const fs::path& other,
                const std::vector<FolderEntry>& entries) {
  return std::ranges::all_of(entries, [&](const FolderEntry& entry) {
    return entry.type != fs::file_type::regular || same_file(one / entry.path, other / entry.path);
  });
}

}  // namespace pinko

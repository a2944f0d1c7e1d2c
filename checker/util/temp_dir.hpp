#pragma once

#include <filesystem>
#include <string_view>

namespace pinko {

/// A folder of our own below the system's temporary folder, removed with all that is in it.
class TempDir {
 public:
  /// Makes `<temporary folder>/pinko-<name>-XXXXXX`, readable by its owner alone.
  /// Throws std::filesystem::filesystem_error when it cannot be made.
  explicit TempDir(std::string_view name);
  ~TempDir();
  TempDir(TempDir&& other) noexcept;
  TempDir& operator=(TempDir&& other) noexcept;
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  void remove() noexcept;
  std::filesystem::path path_;
};

}  // namespace pinko

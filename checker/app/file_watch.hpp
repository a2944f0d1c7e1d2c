#pragma once

#include "checker/core/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <stop_token>
#include <string_view>

namespace pinko::app {

/// True for what programs leave beside the files that people write: git's own folder, byte code,
/// editors' swap and backup files, installed packages. Of a name alone, without its folder.
[[nodiscard]] bool is_noise(std::string_view name);

/// Wakes when something below a folder is written, made, moved or removed (inotify). Folders that
/// are made later are watched as well; noise is not.
class FileWatch {
 public:
  /// Error `internal`: the system watches no more folders; the message says what to type.
  [[nodiscard]] static Result<FileWatch> below(const std::filesystem::path& root);
  ~FileWatch();
  FileWatch(FileWatch&& other) noexcept;
  FileWatch& operator=(FileWatch&&) = delete;
  FileWatch(const FileWatch&) = delete;
  FileWatch& operator=(const FileWatch&) = delete;

  /// Waits for a change and then until nothing has changed for `quiet`: an editor writes several
  /// files for one save. False when it was stopped; changes from before the call count.
  [[nodiscard]] bool await_change(const std::stop_token& stop, std::chrono::milliseconds quiet);

 private:
  explicit FileWatch(int descriptor)
      : descriptor_(descriptor) {}

  [[nodiscard]] Status add(const std::filesystem::path& folder);
  [[nodiscard]] bool read_events();
  [[nodiscard]] bool take(int watch, std::uint32_t what, std::string_view name);

  int descriptor_ = -1;
  std::map<int, std::filesystem::path> folders_;  ///< by watch descriptor
};

}  // namespace pinko::app

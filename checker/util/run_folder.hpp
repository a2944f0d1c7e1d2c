#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace pinko {

/// No folder can be made where temporary files go; what() says where, why, and what to do.
class NoTemporaryFolder : public std::runtime_error {
 public:
  NoTemporaryFolder(const std::filesystem::path& where, const std::string& why);
};

/// The one folder below the system's temporary folder in which a run keeps all that it writes,
/// locked for as long as the process lives, so that others can tell a dead run's folder.
class RunFolder {
 public:
  /// Makes the folder, which path_for() named, readable by its owner alone, and locks it.
  /// Throws NoTemporaryFolder when it cannot be made.
  explicit RunFolder(std::filesystem::path path);
  ~RunFolder();
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;
  RunFolder(RunFolder&&) = delete;
  RunFolder& operator=(RunFolder&&) = delete;

  /// `<temporary folder>/pinko-run-<run>`, absolute. Throws NoTemporaryFolder where there is none.
  [[nodiscard]] static std::filesystem::path path_for(const std::string& run);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int lock_ = -1;
};

/// Removes a run's folder with all that is in it, whoever holds it; any other path is left alone.
/// True when nothing is there afterwards.
bool remove_run_folder(const std::filesystem::path& folder) noexcept;

/// Removes the folders of runs that do not live any more; how many there were. A folder younger
/// than a minute may not be locked yet and is left alone.
int sweep_run_folders(const std::filesystem::path& temporary_folder) noexcept;

}  // namespace pinko

#pragma once

#include "reference/net/event_loop.hpp"
#include "reference/net/result.hpp"
#include "reference/web/conditions.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace reference::web {

/// A file that can be served: its contents when it is small, else its open descriptor, for the
/// kernel to send from.
struct File {
  Version version;
  std::uint64_t size = 0;
  std::string contents;                   ///< empty when the descriptor is to be used
  std::shared_ptr<const int> descriptor;  ///< closed with its last user
  std::string fields;                     ///< header lines that are the same in each answer
  std::int64_t modified_nanoseconds = 0;
  std::uint64_t inode = 0;
};

/// What there is under a path.
struct Found {
  enum class Kind : std::uint8_t { nothing, file, directory, forbidden };
  Kind kind = Kind::nothing;
  std::shared_ptr<const File> file;
};

/// The files below a root, and none else: neither `..` nor a link leads out. Those that were asked
/// for are kept, and looked at again once a second. One for each thread.
class FileStore {
 public:
  static net::Result<FileStore> open(const std::string& root);

  FileStore(FileStore&&) noexcept;
  FileStore& operator=(FileStore&&) = delete;
  FileStore(const FileStore&) = delete;
  FileStore& operator=(const FileStore&) = delete;
  ~FileStore();

  /// `path` is normal (net/target.hpp) and begins with a slash.
  Found find(const std::string& path, net::Deadline now);

 private:
  struct Kept {
    std::shared_ptr<const File> file;
    net::Deadline looked_at;
  };

  FileStore(int root, std::string root_path)
      : root_(root),
        root_path_(std::move(root_path)) {}
  Found load(const std::string& path);
  [[nodiscard]] int open_beneath(const char* path) const;
  [[nodiscard]] bool unchanged(const std::string& path, const File& file) const;
  void keep(const std::string& path, std::shared_ptr<const File> file, net::Deadline now);

  int root_;
  std::string root_path_;  ///< without links
  std::unordered_map<std::string, Kept> kept_;
};

}  // namespace reference::web

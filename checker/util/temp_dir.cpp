#include "checker/util/temp_dir.hpp"

#include <cerrno>
#include <stdlib.h>
#include <string>
#include <system_error>
#include <utility>

namespace pinko {

TempDir::TempDir(std::string_view name) {
  std::string pattern = (std::filesystem::temp_directory_path() / "pinko-").string();
  pattern += name;
  pattern += "-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) {
    throw std::filesystem::filesystem_error(
        "make a temporary folder", pattern, std::error_code(errno, std::generic_category()));
  }
  path_ = pattern;
}

TempDir::~TempDir() {
  remove();
}

TempDir::TempDir(TempDir&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

TempDir& TempDir::operator=(TempDir&& other) noexcept {
  if (this != &other) {
    remove();
    path_ = std::exchange(other.path_, {});
  }
  return *this;
}

void TempDir::remove() noexcept {
  if (path_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace pinko

#include "checker/util/proc_file.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace pinko {

namespace {

/// The kernel fills a page at most; a line that does not fit waits for the next block.
constexpr std::size_t kBlock = 4096;
constexpr std::size_t kLongestLine = 512;

/// Reads until a block has at most `last` bytes, or fails.
std::optional<std::string> read_blocks(const std::string& path, std::size_t last) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::string text;
  std::array<char, kBlock> block;
  ssize_t got = 0;
  do {
    got = read(file, block.data(), block.size());
    if (got > 0) text.append(block.data(), static_cast<std::size_t>(got));
  } while ((got < 0 && errno == EINTR) || (got >= 0 && static_cast<std::size_t>(got) > last));
  close(file);
  if (got < 0) return std::nullopt;
  return text;
}

}  // namespace

std::optional<std::string> read_proc(const std::string& path) {
  return read_blocks(path, 0);
}

std::optional<std::string> read_proc_table(const std::string& path) {
  return read_blocks(path, kBlock - kLongestLine);
}

}  // namespace pinko

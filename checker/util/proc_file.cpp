#include "checker/util/proc_file.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace pinko {

std::optional<std::string> read_proc(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::string text;
  std::array<char, 4096> block;
  ssize_t got = 0;
  do {
    got = read(file, block.data(), block.size());
    if (got > 0) text.append(block.data(), static_cast<std::size_t>(got));
  } while (got > 0 || (got < 0 && errno == EINTR));
  close(file);
  if (got < 0) return std::nullopt;
  return text;
}

}  // namespace pinko

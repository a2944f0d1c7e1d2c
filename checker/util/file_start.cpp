#include "checker/util/file_start.hpp"

#include "checker/util/descriptor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

namespace pinko {

std::string read_start(const std::filesystem::path& file, std::size_t most) {
  const Descriptor opened(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat facts {};
  if (fstat(opened.get(), &facts) != 0 || !S_ISREG(facts.st_mode)) return {};
  std::string text;
  std::array<char, 16 * 1024> block;
  while (text.size() < most) {
    const std::size_t wanted = std::min(block.size(), most - text.size());
    const ssize_t got = read(opened.get(), block.data(), wanted);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    text.append(block.data(), static_cast<std::size_t>(got));
  }
  return text;
}

}  // namespace pinko

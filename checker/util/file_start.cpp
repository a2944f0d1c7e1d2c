#include "checker/util/file_start.hpp"

#include <algorithm>
#include <array>
#include <fstream>

namespace pinko {

std::string read_start(const std::filesystem::path& file, std::size_t most) {
  std::ifstream stream(file, std::ios::binary);
  std::string text;
  std::array<char, 16 * 1024> block;
  while (stream && text.size() < most) {
    const std::size_t wanted = std::min(block.size(), most - text.size());
    stream.read(block.data(), static_cast<std::streamsize>(wanted));
    text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
  }
  return text;
}

}  // namespace pinko

#include "checker/util/write_whole.hpp"

#include <fstream>
#include <ios>

namespace pinko {

bool write_whole(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream stream(file, std::ios::binary);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  return !stream.fail();
}

}  // namespace pinko

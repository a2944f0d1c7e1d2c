#include "tests/support/approved.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace pinko::test {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void write(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

Approval approve(const std::string& name, const std::string& text) {
  const char* source = std::getenv("PINKO_SOURCE_DIR");
  const fs::path folder = fs::path(source == nullptr ? "." : source) / "tests" / "approved";
  const fs::path path = folder / name;
  if (std::getenv("PINKO_APPROVE") != nullptr) write(path, text);
  const std::string wanted = read(path);
  if (fs::exists(path) && wanted == text) return {.equal = true, .message = {}};
  const fs::path received = fs::current_path() / (path.filename().string() + ".received");
  write(received, text);
  const auto differ = std::mismatch(wanted.begin(), wanted.end(), text.begin(), text.end()).first;
  const auto line = std::count(wanted.begin(), differ, '\n') + 1;
  return {.equal = false,
          .message = "differs from line " + std::to_string(line) + " on: diff " + path.string() +
                     ' ' + received.string() + "\nPINKO_APPROVE=1 takes the new text."};
}

}  // namespace pinko::test

#include "checker/engine/env_file.hpp"

#include "checker/util/file_start.hpp"
#include "checker/util/text.hpp"

namespace pinko::engine {
namespace {

constexpr std::size_t kLongestEnvFile = 64 * 1024;
constexpr std::string_view kExport = "export ";

/// A value without the quotes around it.
std::string_view plain(std::string_view value) {
  value = trim(value);
  const bool quoted = value.size() > 1 && (value.front() == '"' || value.front() == '\'') &&
                      value.front() == value.back();
  return quoted ? value.substr(1, value.size() - 2) : value;
}

}  // namespace

std::map<std::string, std::string> variables_in(std::string_view text) {
  std::map<std::string, std::string> variables;
  for (std::string_view line : split_lines(text)) {
    line = trim(line);
    if (line.starts_with(kExport)) line.remove_prefix(kExport.size());
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || line.starts_with('#')) continue;
    variables[std::string(trim(line.substr(0, equals)))] = plain(line.substr(equals + 1));
  }
  return variables;
}

std::map<std::string, std::string> variables_of(const std::filesystem::path& folder) {
  return variables_in(read_start(folder / ".env", kLongestEnvFile));
}

}  // namespace pinko::engine

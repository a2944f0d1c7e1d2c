#include "checker/util/dockerfile_name.hpp"

#include <filesystem>
#include <system_error>

namespace pinko {
namespace {

constexpr std::string_view kName = "Dockerfile";
constexpr std::string_view kSecondChoice = "dockerfile";

}  // namespace

bool is_taken_for_dockerfile(std::string_view asked, std::string_view found) {
  if (!asked.ends_with(kName) || !found.ends_with(kSecondChoice)) return false;
  asked.remove_suffix(kName.size());
  found.remove_suffix(kSecondChoice.size());
  return asked == found && (asked.empty() || asked.ends_with('/'));
}

std::string dockerfile_on_disk(const std::string& named) {
  const std::filesystem::path first(named);
  if (first.filename() != kName) return named;
  const auto is_there = [](const std::filesystem::path& path) {
    std::error_code error;
    return std::filesystem::exists(std::filesystem::symlink_status(path, error));
  };
  if (is_there(first)) return named;
  const std::filesystem::path other = first.parent_path() / kSecondChoice;
  return is_there(other) ? other.string() : named;
}

}  // namespace pinko

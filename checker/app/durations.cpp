#include "checker/app/durations.hpp"

#include "checker/util/environment.hpp"
#include "checker/util/write_whole.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <system_error>
#include <unistd.h>

namespace pinko::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSchema = "pinko-check/durations/v1";
constexpr std::size_t kKept = 5;
constexpr std::size_t kMostSteps = 500;
constexpr std::uintmax_t kLargestFile = 1U << 20U;
constexpr double kLongest = 86400;

std::string read_small(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error) || fs::file_size(file, error) > kLargestFile) return {};
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace

Durations Durations::load(const fs::path& file) {
  Durations durations;
  const auto json = nlohmann::json::parse(read_small(file), nullptr, false);
  if (!json.is_object() || !json.contains("schema") || json["schema"] != kSchema) return durations;
  const auto steps = json.find("steps");
  if (steps == json.end() || !steps->is_object()) return durations;
  for (const auto& [step, times] : steps->items()) {
    if (!times.is_array()) continue;
    for (const auto& time : times) {
      if (time.is_number()) durations.add(step, time.get<double>());
    }
  }
  return durations;
}

void Durations::add(const std::string& step, double seconds) {
  if (!(seconds >= 0 && seconds <= kLongest)) return;
  if (!seconds_.contains(step) && seconds_.size() == kMostSteps) return;
  std::vector<double>& times = seconds_[step];
  times.push_back(std::round(seconds * 10) / 10);
  if (times.size() > kKept) times.erase(times.begin());
}

std::optional<double> Durations::usual(std::string_view step) const {
  const auto found = seconds_.find(step);
  if (found == seconds_.end() || found->second.empty()) return std::nullopt;
  std::vector<double> times = found->second;
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

Status Durations::save(const fs::path& file) const {
  nlohmann::json json{{"schema", kSchema}, {"steps", nlohmann::json::object()}};
  for (const auto& [step, times] : seconds_)
    json["steps"][step] = times;
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  // A name of our own, then one step: another run never reads half a file.
  fs::path fresh = file;
  fresh += '.' + std::to_string(getpid());
  const std::string text =
      json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
  const bool written = write_whole(fresh, text);
  if (written) fs::rename(fresh, file, error);
  if (!written || error) {
    std::error_code ignored;
    fs::remove(fresh, ignored);
    return fail(ErrorCode::internal, "write " + file.string() + ": it cannot be written there");
  }
  return {};
}

fs::path durations_file() {
  // The specification of XDG says that a relative path is to be ignored.
  fs::path folder = environment_variable("XDG_CACHE_HOME");
  if (!folder.is_absolute()) {
    folder = environment_variable("HOME");
    if (!folder.is_absolute()) return {};
    folder /= ".cache";
  }
  return folder / "pinko-check" / "durations.json";
}

}  // namespace pinko::app

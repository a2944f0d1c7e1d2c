#include "checker/engine/build_guard.hpp"

#include <chrono>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

namespace pinko::engine {
namespace {

constexpr std::chrono::milliseconds kEvery{250};

/// Of "0.20 0.18 0.12 1/80 11206" (proc(5)): what stands behind the slash.
std::optional<std::uint64_t> count_processes() {
  std::ifstream file("/proc/loadavg");
  std::string word;
  for (int i = 0; i < 4; ++i)
    file >> word;
  const std::size_t slash = word.find('/');
  if (!file || slash == std::string::npos) return std::nullopt;
  std::uint64_t count = 0;
  std::istringstream(word.substr(slash + 1)) >> count;
  return count == 0 ? std::nullopt : std::optional(count);
}

std::optional<std::uint64_t> available_memory() {
  std::ifstream file("/proc/meminfo");
  std::string name;
  std::uint64_t kib = 0;
  std::string unit;
  while (file >> name >> kib) {
    std::getline(file, unit);
    if (name == "MemAvailable:") return kib * 1024;
  }
  return std::nullopt;
}

std::string mebibytes(std::uint64_t bytes) {
  return std::to_string(bytes >> 20U) + " MiB";
}

}  // namespace

MachineState look_at_machine(const std::filesystem::path& data_root) {
  MachineState state{.processes = count_processes(), .memory = available_memory()};
  std::error_code error;
  if (!data_root.empty()) {
    const std::filesystem::space_info space = std::filesystem::space(data_root, error);
    if (!error) state.room = space.available;
  }
  return state;
}

std::optional<BuildExcess> excess(const BuildBounds& bounds,
                                  const MachineState& before,
                                  const MachineState& now,
                                  std::uint64_t printed) {
  if (printed > bounds.output_bytes) {
    return BuildExcess{.cause = "it printed more than " + mebibytes(bounds.output_bytes) +
                                " and was ended"};
  }
  if (before.processes && now.processes && *now.processes > *before.processes + bounds.processes) {
    // Whose processes they are cannot be told.
    return BuildExcess{.ours = ErrorCode::host_memory,
                       .cause = "this machine has " + std::to_string(bounds.processes) +
                                " processes more than when it began, and it was ended"};
  }
  if (now.memory && *now.memory < bounds.least_memory) {
    return BuildExcess{.ours = ErrorCode::host_memory,
                       .cause = "less than " + mebibytes(bounds.least_memory) +
                                " of this machine's memory were left, and it was ended"};
  }
  if (now.room && *now.room < bounds.least_room) {
    return BuildExcess{.ours = ErrorCode::disk_full,
                       .cause = "less than " + mebibytes(bounds.least_room) +
                                " of the engine's disk were left, and it was ended"};
  }
  return std::nullopt;
}

BuildGuard::BuildGuard(std::filesystem::path data_root, const std::stop_token& outer)
    : data_root_(std::move(data_root)),
      before_(look_at_machine(data_root_)),
      outer_(outer, [this] { stop_.request_stop(); }),
      watcher_([this](const std::stop_token& end) { watch(end); }) {}

void BuildGuard::printed(std::size_t bytes) {
  printed_ += bytes;
  if (printed_ > bounds_.output_bytes) check();
}

std::optional<BuildExcess> BuildGuard::reason() const {
  const std::lock_guard lock(mutex_);
  return reason_;
}

void BuildGuard::check() {
  std::optional<BuildExcess> found =
      excess(bounds_, before_, look_at_machine(data_root_), printed_);
  if (!found) return;
  {
    const std::lock_guard lock(mutex_);
    if (!reason_) reason_ = std::move(found);
  }
  stop_.request_stop();
}

void BuildGuard::watch(const std::stop_token& end) {
  while (!end.stop_requested()) {
    check();
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, end, kEvery, [] { return false; });
  }
}

}  // namespace pinko::engine

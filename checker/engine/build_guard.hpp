#pragma once

#include "checker/core/result.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

namespace pinko::engine {

/// How far a build may go. Builders know no such limits for all that runs in them, so that the
/// machine is watched instead.
struct BuildBounds {
  std::uint64_t output_bytes = 64ULL << 20;
  std::uint64_t processes = 20'000;           ///< more than there were when it began
  std::uint64_t least_memory = 256ULL << 20;  ///< that has to stay available on this machine
  std::uint64_t least_room = 1ULL << 30;      ///< that has to stay free on the engine's disk
};

/// What of this machine a build can use up.
struct MachineState {
  std::optional<std::uint64_t> processes = {};  ///< threads included
  std::optional<std::uint64_t> memory = {};     ///< available, in bytes
  std::optional<std::uint64_t> room = {};       ///< free on the engine's disk, in bytes
};

/// Nothing of what the system does not tell; an engine elsewhere has an empty `data_root`.
[[nodiscard]] MachineState look_at_machine(const std::filesystem::path& data_root);

/// Why a build was ended.
struct BuildExcess {
  std::optional<ErrorCode> ours = {};  ///< nothing: the build itself did it
  std::string cause;
};

/// The first bound that is overstepped, if any.
[[nodiscard]] std::optional<BuildExcess> excess(const BuildBounds& bounds,
                                                const MachineState& before,
                                                const MachineState& now,
                                                std::uint64_t printed);

/// Watches while one build runs and asks it to stop when it goes too far.
class BuildGuard {
 public:
  /// `outer` stops the build as well.
  BuildGuard(std::filesystem::path data_root, const std::stop_token& outer);
  ~BuildGuard() = default;
  BuildGuard(const BuildGuard&) = delete;
  BuildGuard& operator=(const BuildGuard&) = delete;
  BuildGuard(BuildGuard&&) = delete;
  BuildGuard& operator=(BuildGuard&&) = delete;

  [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }
  /// So much more was printed.
  void printed(std::size_t bytes);
  /// Why it was asked to stop; nothing when it was not, or from outside.
  [[nodiscard]] std::optional<BuildExcess> reason() const;

 private:
  void watch(const std::stop_token& end);
  void check();

  const std::filesystem::path data_root_;
  const BuildBounds bounds_;
  const MachineState before_;
  std::stop_source stop_;
  std::stop_callback<std::function<void()>> outer_;
  std::atomic<std::uint64_t> printed_ = 0;
  mutable std::mutex mutex_;  ///< guards all below
  std::condition_variable_any wake_;
  std::optional<BuildExcess> reason_;
  std::jthread watcher_;  ///< last: ends before what it uses
};

}  // namespace pinko::engine

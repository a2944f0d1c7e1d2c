#pragma once

#include "checker/engine/process.hpp"
#include "checker/engine/run_identity.hpp"

#include <filesystem>
#include <optional>
#include <string_view>

namespace pinko::app {

/// First argument by which the program is told to be a watchdog.
inline constexpr std::string_view kWatchdogWord = "--watchdog";

/// A small process of our own that outlives this one. When this one is killed, however hard, it
/// removes all that the run made: processes, containers, networks, volumes, images, files.
class Watchdog {
 public:
  /// Starts it. Where that fails the run goes on without: the next start sweeps.
  Watchdog(const engine::RunIdentity& identity, const std::filesystem::path& folder);
  /// All was removed already: ends it, unless it was told to look once more.
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
  Watchdog(Watchdog&&) = delete;
  Watchdog& operator=(Watchdog&&) = delete;

  /// Something may be left: it goes on where we end.
  void hand_over() { to_look_ = true; }

 private:
  std::optional<engine::Process> process_;
  int alive_ = -1;  ///< the end of a pipe that closes with us
  bool to_look_ = false;
};

/// What the watchdog does: waits until the other end of its standard input is closed, then removes
/// the run named by `argv[2]`, owned by `argv[3]`, with its folder `argv[4]`.
[[nodiscard]] int be_watchdog(int argc, char** argv);

}  // namespace pinko::app

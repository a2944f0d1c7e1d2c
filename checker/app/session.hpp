#pragma once

#include "checker/app/watchdog.hpp"
#include "checker/engine/run_identity.hpp"
#include "checker/util/log.hpp"
#include "checker/util/run_folder.hpp"

#include <filesystem>

namespace pinko::app {

/// One use of the program: its name in the engine, the folder in which it and its children keep
/// what they write (TMPDIR from then on), and who removes all that when it is killed. To be made
/// before any thread starts.
class Session {
 public:
  /// Throws NoTemporaryFolder where no folder can be made.
  Session();

  [[nodiscard]] const engine::RunIdentity& identity() const { return identity_; }
  [[nodiscard]] Watchdog& watchdog() { return watchdog_; }
  /// The system's own, which every program of the machine shares.
  [[nodiscard]] std::filesystem::path temporary_folder() const {
    return folder_.path().parent_path();
  }

  /// Ends the processes of runs that do not live any more and removes their folders: where their
  /// watchdog was ended as well.
  void sweep_machine(Log& log) const;

 private:
  engine::RunIdentity identity_ = engine::RunIdentity::of_this_process();
  Watchdog watchdog_;
  RunFolder folder_;
};

}  // namespace pinko::app

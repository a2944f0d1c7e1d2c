#include "checker/app/session.hpp"

#include "checker/engine/orphans.hpp"

#include <chrono>
#include <cstdlib>
#include <string>

namespace pinko::app {

// The watchdog first: nothing is made that it does not know of.
Session::Session()
    : watchdog_(identity_, RunFolder::path_for(identity_.id)),
      folder_(RunFolder::path_for(identity_.id)) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread starts
  setenv("TMPDIR", folder_.path().c_str(), 1);
}

void Session::sweep_machine(Log& log) const {
  const int processes = engine::end_orphans(Deadline::in(std::chrono::seconds(5)));
  const int folders = sweep_run_folders(temporary_folder());
  if (processes + folders == 0) return;
  log.info("ended " + std::to_string(processes) + " processes and removed " +
           std::to_string(folders) + " folders of runs that were killed");
}

}  // namespace pinko::app

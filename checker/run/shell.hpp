#pragma once

#include "checker/browser/browser.hpp"
#include "checker/core/evidence.hpp"
#include "checker/engine/compose_cli.hpp"
#include "checker/engine/container_engine.hpp"
#include "checker/engine/run_identity.hpp"
#include "checker/probe/http.hpp"
#include "checker/run/own_subnets.hpp"
#include "checker/run/shared_builds.hpp"
#include "checker/util/log.hpp"
#include "checker/util/run_clock.hpp"

#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace pinko::run {

/// Hears what a run is doing, for a user who waits. Called from several threads at once.
class Progress {
 public:
  virtual ~Progress() = default;
  /// A task begins `doing`, such as "building the images".
  virtual void working(int task, std::string_view doing) = 0;
  /// All of a task was seen and its containers are gone.
  virtual void finished(int task, const TaskEvidence& evidence) = 0;

 protected:
  Progress() = default;
  Progress(const Progress&) = default;
  Progress& operator=(const Progress&) = default;
};

/// The seams through which a run touches the world. What is missing has its Error instead; what
/// needs it is then answered with that Error and the rest is still looked at.
struct Shell {
  engine::ContainerEngine* engine = nullptr;
  Error engine_error = {};
  const engine::ComposeCli* compose = nullptr;
  Error compose_error = {};
  browser::Browser& browser;
  probe::HttpClient& http;
  Log& log;
  Progress& progress;
  engine::RunIdentity identity;
  std::stop_token stop;
  const RunClock& clock;        ///< of the whole run
  bool on_this_machine = true;  ///< the engine's processes are in our own /proc
  int cpus = 0;                 ///< of the engine; 0: it does not say
  bool can_link = true;         ///< the engine lets a container name others
  bool keep = false;            ///< leave what was built and started (--keep)
  bool screenshots = true;      ///< somebody will look at the pages' pictures
  int more_replicas = 0;        ///< --replicas; 0: as the task says
  std::shared_ptr<SharedBuilds> builds = std::make_shared<SharedBuilds>();   ///< never null
  std::shared_ptr<OwnSubnets> own_subnets = std::make_shared<OwnSubnets>();  ///< never null
  /// Ready once the base images are there and what killed runs left is gone; true when the bases
  /// are stand-ins and no index of Python packages answers.
  std::shared_future<bool> without_python_index;
  std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();  ///< of the run
};

}  // namespace pinko::run

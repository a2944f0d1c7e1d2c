#pragma once

#include "checker/core/observation.hpp"
#include "checker/core/probe.hpp"
#include "checker/engine/container_engine.hpp"
#include "checker/probe/http.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pinko::probe {

/// What a sample needs of the running stack.
struct ReplicaScene {
  std::string address;                ///< of the run, where the proxy answers
  std::vector<std::string> replicas;  ///< ids of the containers, in the order of their numbers
  int nginx_workers = 0;              ///< 0: not known
  std::string proxy = {};  ///< id of its container; empty: not known, or its clock is not ours
  bool on_this_machine = false;  ///< the containers' processes are in this machine's /proc
  int asked = 0;  ///< how many were started where the user chose; 0: as the probe says
};

/// The target of the n-th request: the probe's own with a query that names it, so that a replica's
/// log tells which request it answered whatever the clocks say. Flask and nginx route by the path
/// alone.
[[nodiscard]] std::string marked_target(std::string_view target, std::string_view sample, int n);

/// Who answered each of `count` requests, out of the replicas' logs: by the mark where the log
/// shows it, else, where there are just as many lines for the target, by the engine's time stamps.
/// -1 where the logs do not tell.
[[nodiscard]] std::vector<int> read_turns(
    const std::vector<std::vector<engine::LogLine>>& logs_by_replica,
    std::string_view target,
    std::string_view sample,
    int count);

/// Sends the requests, twice over, and reads from the replicas' logs who answered, or from their
/// network counters where the logs do not show the requests' numbers.
[[nodiscard]] Result<ReplicaSample> see(const SampleReplicas& p,
                                        const ReplicaScene& scene,
                                        engine::ContainerEngine& engine,
                                        HttpClient& client,
                                        Deadline deadline);

}  // namespace pinko::probe

#include "checker/engine/service_keys.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace pinko::engine {
namespace {

constexpr std::array<std::string_view, 24> kKept = {
    "command",  "configs",     "depends_on", "domainname",  "entrypoint", "environment",
    "expose",   "extra_hosts", "group_add",  "healthcheck", "hostname",   "init",
    "links",    "platform",    "profiles",   "read_only",   "scale",      "secrets",
    "shm_size", "stdin_open",  "tmpfs",      "tty",         "user",       "working_dir"};

/// Written anew by containment, or of no weight where a stack lives for a minute and is killed.
constexpr std::array<std::string_view, 51> kAnswered = {"annotations",
                                                        "attach",
                                                        "blkio_config",
                                                        "build",
                                                        "cap_add",
                                                        "cap_drop",
                                                        "cgroup",
                                                        "cgroup_parent",
                                                        "container_name",
                                                        "cpu_count",
                                                        "cpu_percent",
                                                        "cpu_period",
                                                        "cpu_quota",
                                                        "cpu_rt_period",
                                                        "cpu_rt_runtime",
                                                        "cpu_shares",
                                                        "cpus",
                                                        "cpuset",
                                                        "deploy",
                                                        "develop",
                                                        "env_file",
                                                        "extends",
                                                        "image",
                                                        "ipc",
                                                        "isolation",
                                                        "labels",
                                                        "logging",
                                                        "mem_limit",
                                                        "mem_reservation",
                                                        "mem_swappiness",
                                                        "memswap_limit",
                                                        "network_mode",
                                                        "networks",
                                                        "oom_kill_disable",
                                                        "oom_score_adj",
                                                        "pid",
                                                        "pids_limit",
                                                        "ports",
                                                        "privileged",
                                                        "pull_policy",
                                                        "restart",
                                                        "runtime",
                                                        "security_opt",
                                                        "stop_grace_period",
                                                        "stop_signal",
                                                        "storage_opt",
                                                        "sysctls",
                                                        "ulimits",
                                                        "userns_mode",
                                                        "uts",
                                                        "volumes"};

bool holds(const auto& keys, std::string_view key) {
  return std::ranges::find(keys, key) != keys.end();
}

/// A name for the host itself: a container has no business there.
bool names_host(const Json& hosts) {
  const std::string text = dump(hosts);
  return text.find("host-gateway") != std::string::npos;
}

bool is_kept(std::string_view key, const Json& value) {
  return holds(kKept, key) && !(key == "extra_hosts" && names_host(value));
}

}  // namespace

Json kept_of(const Json& service) {
  Json kept = Json::object();
  for (const auto& [key, value] : service.items()) {
    if (is_there(value) && is_kept(key, value)) kept[key] = value;
  }
  // How soon the first look comes: engines before Docker 25 refuse to be told.
  const auto health = kept.find("healthcheck");
  if (health != kept.end() && health->is_object()) health->erase("start_interval");
  return kept;
}

std::vector<std::string> left_out_of(const Json& service) {
  std::vector<std::string> left_out;
  for (const auto& [key, value] : service.items()) {
    const bool given = is_there(value) && !(value.is_structured() && value.empty());
    if (!given || is_kept(key, value) || holds(kAnswered, key) || key.starts_with("x-")) continue;
    left_out.push_back(key);
  }
  return left_out;
}

}  // namespace pinko::engine

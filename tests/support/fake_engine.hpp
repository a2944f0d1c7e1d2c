#pragma once

#include "checker/engine/container_engine.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pinko::test {

/// A container engine that builds and makes whatever is asked for, at once, and runs nothing. What
/// a test looks at answers as it is told.
class FakeEngine final : public engine::ContainerEngine {
 public:
  using Deadline = pinko::Deadline;

  /// What `create` refuses, with its words; nothing: it makes the container.
  std::function<std::optional<Error>(const engine::ContainerSpec&)> refuses;
  std::function<Result<OutputSeen>(const engine::ContainerSpec&)> runs;
  std::function<Result<OutputSeen>(const engine::ExecRequest&)> execs;
  /// Of every container; those that `start` was called for run.
  engine::ContainerState after = {.exit_code = 0};

  Result<engine::EngineInfo> info(Deadline /*deadline*/) override { return engine::EngineInfo{}; }
  [[nodiscard]] bool has_own_socket() const override { return true; }
  Result<engine::BuildOutcome> build(const engine::BuildRequest& /*request*/) override {
    return engine::BuildOutcome{.ok = true, .image = "sha256:1"};
  }
  Result<std::optional<engine::ImageConfig>> image(const std::string& /*name*/,
                                                   Deadline /*deadline*/) override {
    return engine::ImageConfig{.id = "sha256:1"};
  }
  Status name_image(const std::string& /*image*/,
                    const std::string& /*name*/,
                    Deadline /*deadline*/) override {
    return {};
  }
  Status pull(const std::string& /*name*/, Deadline /*deadline*/) override { return {}; }
  Result<std::string> create(const engine::ContainerSpec& spec, Deadline /*deadline*/) override {
    if (refuses) {
      if (auto error = refuses(spec)) return fail(*std::move(error));
    }
    const std::lock_guard lock(mutex_);
    const std::string id = "container" + std::to_string(states_.size());
    states_[id] = after;
    states_[id].id = id;
    states_[id].running = false;
    states_[id].labels = spec.labels;
    return id;
  }
  Result<std::string> copy(const std::string& /*container*/,
                           const engine::CopySpec& /*spec*/,
                           Deadline /*deadline*/) override {
    return not_told("copy");
  }
  Result<std::string> start(const std::string& container, Deadline /*deadline*/) override {
    const std::lock_guard lock(mutex_);
    states_[container].running = after.running;
    return std::string();
  }
  Result<OutputSeen> run_once(const engine::ContainerSpec& spec,
                              Deadline /*deadline*/,
                              std::size_t /*keep*/) override {
    return runs ? runs(spec) : Result<OutputSeen>(not_told("run_once"));
  }
  Result<std::optional<engine::ContainerState>> state(const std::string& container,
                                                      Deadline /*deadline*/) override {
    const std::lock_guard lock(mutex_);
    const auto found = states_.find(container);
    if (found == states_.end()) return std::nullopt;
    return found->second;
  }
  Result<engine::ContainerState> wait_exit(const std::string& /*container*/,
                                           Deadline /*deadline*/) override {
    return not_told("wait_exit");
  }
  Result<std::vector<engine::LogLine>> logs(const std::string& /*container*/,
                                            const engine::LogQuery& /*query*/,
                                            Deadline /*deadline*/) override {
    return std::vector<engine::LogLine>{};
  }
  Result<OutputSeen> exec(const engine::ExecRequest& request) override {
    return execs ? execs(request) : Result<OutputSeen>(not_told("exec"));
  }
  Result<engine::FolderListing> read(const std::string& /*container*/,
                                     const std::string& /*path*/,
                                     const engine::ArchiveCap& /*cap*/,
                                     Deadline /*deadline*/) override {
    return engine::FolderListing{};
  }
  Status copy_in(const std::string& /*container*/,
                 const std::filesystem::path& /*folder*/,
                 const std::string& /*target*/,
                 Deadline /*deadline*/) override {
    return {};
  }
  Result<engine::NetworkCounters> counters(const std::string& /*container*/,
                                           Deadline /*deadline*/) override {
    return engine::NetworkCounters{};
  }
  Result<std::vector<engine::EngineObject>> list(engine::ObjectKind kind,
                                                 const std::string& label,
                                                 const std::string& value,
                                                 Deadline /*deadline*/) override {
    std::vector<engine::EngineObject> objects;
    if (kind != engine::ObjectKind::container) return objects;
    const std::lock_guard lock(mutex_);
    for (const auto& [id, state] : states_) {
      const auto found = state.labels.find(label);
      if (found == state.labels.end() || (!value.empty() && found->second != value)) continue;
      objects.push_back({.kind = kind, .id = id, .name = id, .labels = state.labels});
    }
    return objects;
  }
  Result<std::string> create_network(const engine::NetworkSpec& spec,
                                     Deadline /*deadline*/) override {
    return spec.name;
  }
  Result<std::string> create_volume(const std::string& name,
                                    const engine::Labels& /*labels*/,
                                    Deadline /*deadline*/) override {
    return name;
  }
  Status kill(const std::string& container, Deadline /*deadline*/) override {
    const std::lock_guard lock(mutex_);
    states_[container].running = false;
    return {};
  }
  Status signal(const std::string& /*container*/,
                const std::string& /*name*/,
                Deadline /*deadline*/) override {
    return {};
  }
  Status remove(engine::ObjectKind /*kind*/,
                const std::string& id,
                Deadline /*deadline*/) override {
    const std::lock_guard lock(mutex_);
    states_.erase(id);
    return {};
  }

 private:
  static tl::unexpected<Error> not_told(const std::string& what) {
    return fail(ErrorCode::internal, "the test does not say what " + what + " gives");
  }

  std::mutex mutex_;
  std::map<std::string, engine::ContainerState> states_;
};

}  // namespace pinko::test

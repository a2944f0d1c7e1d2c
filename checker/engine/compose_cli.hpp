#pragma once

#include "checker/core/result.hpp"
#include "checker/engine/command_runner.hpp"
#include "checker/engine/compose_program.hpp"
#include "checker/engine/early_command.hpp"
#include "checker/util/deadline.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pinko::engine {

/// A Compose file as Compose itself reads it.
struct ComposeConfig {
  bool accepted = false;
  std::string message = {};  ///< what Compose said when it refused
  std::string model = {};    ///< the normalised model as JSON, when accepted
};

struct UpRequest {
  std::string project = {};
  std::filesystem::path model = {};   ///< the contained model's file
  std::filesystem::path folder = {};  ///< of the submission: what relative paths mean
  std::vector<std::pair<std::string, int>> scale = {};  ///< service and number
  Deadline deadline = Deadline::in(std::chrono::minutes(2));
};

/// `docker-compose` by its command line. Nothing is ever taken down politely: projects are removed
/// by their labels.
class ComposeCli {
 public:
  ComposeCli(CommandRunner& runner, ComposeProgram program, std::stop_token stop);

  [[nodiscard]] const ComposeProgram& program() const { return program_; }

  /// Reads and normalises files as Compose does, each laid over the ones before it, with `.env` of
  /// the first one's folder, which is also what ${PWD} means; the environment of the checker does
  /// not leak in. What Compose v1 refuses and v2 passes over is accepted, with v1's words as the
  /// message: the age of this machine's Compose is not the student's.
  [[nodiscard]] Result<ComposeConfig> config(const std::vector<std::filesystem::path>& files,
                                             Deadline deadline) const;
  /// Starts an up() whose model is not there yet, where Compose is slow to start: v1 loads all of
  /// Python first. Null for others.
  [[nodiscard]] std::unique_ptr<EarlyCommand> begin_up(const UpRequest& request) const;
  /// Brings a contained model up, detached, without building. That it failed is an outcome, unless
  /// a registry, the disk or the engine was to blame.
  [[nodiscard]] Result<CommandOutcome> up(const UpRequest& request) const;
  /// Goes on with what begin_up() started for the same request.
  [[nodiscard]] Result<CommandOutcome> up(const UpRequest& request, EarlyCommand& begun) const;

 private:
  [[nodiscard]] Command up_command(const UpRequest& request, const std::string& file) const;
  [[nodiscard]] Result<ComposeConfig> read(const std::vector<std::filesystem::path>& files,
                                           const std::filesystem::path& folder,
                                           Deadline deadline) const;

  CommandRunner& runner_;
  ComposeProgram program_;
  std::stop_token stop_;
};

}  // namespace pinko::engine

#pragma once

#include "checker/core/result.hpp"
#include "checker/engine/command_runner.hpp"
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

/// The Compose that is there.
struct ComposeProgram {
  std::vector<std::string> argv = {};  ///< {"docker", "compose"} or {"docker-compose"}
  std::string version = {};            ///< "2.26.1"
  int major = 2;
  bool confirmed = true;  ///< it said so itself; else it is what its own script says
};

/// Finds Compose v2 as a plugin or a program of its own, else v1. Error `engine` when there is
/// none.
/// Compose v1 loads all of Python before it says a word, so where its script names its version that
/// is taken for the time being; a refusal of such a program counts once it is confirmed.
[[nodiscard]] Result<ComposeProgram> find_compose(CommandRunner& runner, Deadline deadline);

/// Asks a program that was not asked yet. Error `engine` when it does not run.
[[nodiscard]] Status confirm_compose(CommandRunner& runner,
                                     const ComposeProgram& program,
                                     Deadline deadline);

/// The version of Compose v1 that the script `docker-compose` of a Python package names; empty when
/// it is no such script.
[[nodiscard]] std::string version_in_script(std::string_view script);

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

/// The text of a Compose file with `version` and `name` of the top level left empty: Compose v1
/// wants a version that it knows and no name, v2 passes over the one and lets the other be. All
/// other lines keep their numbers.
[[nodiscard]] std::string without_file_keys(std::string_view text);

/// `docker-compose` by its command line. Nothing is ever taken down politely: projects are removed
/// by their labels.
class ComposeCli {
 public:
  ComposeCli(CommandRunner& runner, ComposeProgram program, std::stop_token stop);

  [[nodiscard]] const ComposeProgram& program() const { return program_; }

  /// Reads and normalises a file as Compose does, `.env` of its folder included; the environment of
  /// the checker does not leak in. What Compose v1 refuses and v2 passes over is accepted, with
  /// v1's words as the message: the age of this machine's Compose is not the student's.
  [[nodiscard]] Result<ComposeConfig> config(const std::filesystem::path& file,
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
  [[nodiscard]] Result<ComposeConfig> read(const std::filesystem::path& file,
                                           const std::filesystem::path& folder,
                                           Deadline deadline) const;

  CommandRunner& runner_;
  ComposeProgram program_;
  std::stop_token stop_;
};

}  // namespace pinko::engine

#pragma once

#include "checker/app/options.hpp"
#include "checker/app/progress.hpp"
#include "checker/app/session.hpp"
#include "checker/browser/chromium.hpp"
#include "checker/core/submission.hpp"
#include "checker/engine/compose_cli.hpp"
#include "checker/engine/docker_engine.hpp"
#include "checker/run/shell.hpp"

#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <stop_token>

namespace pinko::app {

/// Where the project's own files are: pages, base images. Found from the program's own place, in a
/// build folder of the project or installed; else where it was built.
[[nodiscard]] std::filesystem::path home_folder();

/// A base image that a submission names, and what there is of it on this machine.
struct BaseImage {
  std::string name;
  std::string kind;  ///< "real", "stand-in", "unavailable"
  std::string words;
};

/// The images that the Dockerfiles below the task folders are built from, each once.
[[nodiscard]] std::vector<std::string> base_images(const Submission& submission);

/// The implementations behind a run's seams. What cannot be had has its Error; nothing here fails
/// as a whole.
class World {
 public:
  /// What is left until `deadline` is the time of a run as well, which begins when the base images
  /// are there.
  World(Session& session, TerminalProgress& progress, std::stop_token stop, Deadline deadline);

  /// Connects to engine and Compose, and begins to start the browser.
  void open();
  /// Begins to remove what killed runs left, and to fetch or make the base images, on a clock of
  /// their own. Builds wait for it, the rest of a run does not.
  void begin_to_provide(std::vector<std::string> names);

  /// After begin_to_provide().
  [[nodiscard]] run::Shell shell(const Options& options);
  /// Waits for the base images.
  [[nodiscard]] Environment environment();

  [[nodiscard]] const Result<std::unique_ptr<engine::ContainerEngine>>& engine() const {
    return engine_;
  }
  [[nodiscard]] const std::optional<engine::EngineInfo>& info() const { return info_; }
  [[nodiscard]] const Result<engine::ComposeProgram>& compose() const { return compose_program_; }
  [[nodiscard]] browser::Browser& browser() { return *browser_; }
  [[nodiscard]] const browser::ChromiumOptions& browser_options() const { return browser_options_; }
  [[nodiscard]] engine::CommandRunner& runner() { return runner_; }
  [[nodiscard]] const engine::RunIdentity& identity() const { return session_.identity(); }
  [[nodiscard]] Log& log() { return progress_; }

 private:
  void sweep();
  void provide(const std::vector<std::string>& names);

  Session& session_;
  TerminalProgress& progress_;
  std::stop_token stop_;
  Deadline deadline_;
  RunClock clock_;
  engine::ProcessRunner runner_;
  Result<std::unique_ptr<engine::ContainerEngine>> engine_;
  std::optional<engine::EngineInfo> info_;
  Result<engine::ComposeProgram> compose_program_;
  std::optional<engine::ComposeCli> compose_;
  browser::ChromiumOptions browser_options_;
  std::unique_ptr<browser::Browser> browser_;
  std::unique_ptr<probe::HttpClient> http_;
  std::vector<BaseImage> bases_;
  std::shared_future<bool> provided_;  ///< last: what it works with lives longer
};

}  // namespace pinko::app

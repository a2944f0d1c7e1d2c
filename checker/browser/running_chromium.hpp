#pragma once

#include "checker/browser/link.hpp"
#include "checker/core/result.hpp"
#include "checker/engine/process.hpp"
#include "checker/util/deadline.hpp"
#include "checker/util/temp_dir.hpp"

#include <filesystem>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace pinko::browser {

/// What the command line of a Chromium depends on.
struct LaunchConditions {
  std::filesystem::path profile;
  bool sandbox = true;        ///< false for root, and where the system has none for users
  bool shared_memory = true;  ///< false where /dev/shm is too small for pages
};

/// The arguments behind the program's name: headless, spoken to on descriptors 3 and 4, nothing of
/// its own on the network, no windows but ours.
[[nodiscard]] std::vector<std::string> chromium_arguments(const LaunchConditions& conditions);

/// How a browser is started.
struct Launch {
  bool sandbox = true;
  bool deaf = true;  ///< to networks that come and go, where the system offers it
};

/// True when what a browser printed says that it found no sandbox to put its pages in.
[[nodiscard]] bool lacks_sandbox(std::string_view printed);

/// What a child prints, read to its end so that it never waits; the last of it is kept. The end
/// comes when every process that inherited the descriptor is gone.
class Printout {
 public:
  /// Takes the reading end of a pipe.
  explicit Printout(int pipe);
  ~Printout();
  Printout(const Printout&) = delete;
  Printout& operator=(const Printout&) = delete;
  Printout(Printout&&) = delete;
  Printout& operator=(Printout&&) = delete;

  [[nodiscard]] std::string tail() const;

  /// Waits for the end, at most so long; then reads no more.
  void finish(Deadline deadline);

 private:
  void read_all();

  int pipe_ = -1;
  int wake_ = -1;
  mutable std::mutex mutex_;  ///< guards all below
  std::string kept_;
  Deadline until_ = Deadline(Deadline::Clock::time_point::max());
  std::thread reader_;
};

/// A Chromium that runs, with an empty profile. The destructor ends it with all its processes and
/// removes the profile.
class RunningChromium {
 public:
  /// Starts `program` and waits until it answers. Error `browser`, with the end of what it printed.
  [[nodiscard]] static Result<std::unique_ptr<RunningChromium>> start(
      const std::filesystem::path& program,
      const Launch& launch,
      Deadline deadline,
      const std::stop_token& stop);

  ~RunningChromium();
  RunningChromium(const RunningChromium&) = delete;
  RunningChromium& operator=(const RunningChromium&) = delete;
  RunningChromium(RunningChromium&&) = delete;
  RunningChromium& operator=(RunningChromium&&) = delete;

  [[nodiscard]] Link& link() { return *link_; }
  [[nodiscard]] const std::string& version() const { return version_; }
  /// Networks that come and go do not disturb its pages.
  [[nodiscard]] bool deaf() const { return deaf_; }

 private:
  RunningChromium(TempDir profile, engine::Process process, int socket, int printed);
  [[nodiscard]] Status greet(const std::filesystem::path& program,
                             Deadline deadline,
                             const std::stop_token& stop);

  TempDir profile_;
  engine::Process process_;
  std::unique_ptr<Printout> printout_;
  std::unique_ptr<Link> link_;
  std::string version_;
  bool deaf_ = false;
};

}  // namespace pinko::browser

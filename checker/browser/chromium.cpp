#include "checker/browser/chromium.hpp"

#include "checker/browser/gate.hpp"
#include "checker/browser/running_chromium.hpp"
#include "checker/browser/undisturbed_visit.hpp"

#include <array>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace pinko::browser {
namespace {

constexpr std::chrono::seconds kLongestStart{20};
// The headless shells are the same engine without a desktop browser around it: a page costs a
// third.
constexpr std::array<const char*, 7> kNames = {"chromium-headless-shell",
                                               "chrome-headless-shell",
                                               "chromium",
                                               "chromium-browser",
                                               "google-chrome",
                                               "google-chrome-stable",
                                               "chrome"};
constexpr std::array<const char*, 4> kPlaces = {
    "/usr/bin/chromium",
    "/usr/lib/chromium/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"};

using Started = Result<std::shared_ptr<RunningChromium>>;

/// Starts a browser; a second time when the first failed, without a sandbox where the system offers
/// none, and with ears where a deaf one may lack the rights that it needs.
Started start_browser(const ChromiumOptions& options, Log& log, const std::stop_token& stop) {
  PINKO_TRY_ASSIGN(const std::filesystem::path program, find_chromium(options));
  const bool root = geteuid() == 0;
  const int attempts = root ? 2 : 3;
  Launch launch{.sandbox = !root, .deaf = true};
  Started started = fail(ErrorCode::browser, "start a browser: not tried");
  for (int attempt = 0; attempt < attempts; ++attempt) {
    auto running = RunningChromium::start(program, launch, Deadline::in(kLongestStart), stop);
    if (running) return std::shared_ptr<RunningChromium>(std::move(*running));
    started = fail(std::move(running.error()));
    started.error().retried = attempt;
    if (started.error().code == ErrorCode::cancelled) return started;
    if (launch.deaf && !root) {
      launch.deaf = false;
    } else if (launch.sandbox && lacks_sandbox(started.error().message)) {
      log.warning("this system lets no user start a sandbox: the browser runs without its own");
      launch.sandbox = false;
    }
  }
  return started;
}

class Chromium final : public Browser {
 public:
  Chromium(ChromiumOptions options, Log& log)
      : options_(std::move(options)),
        log_(log) {}

  ~Chromium() override {
    starter_.request_stop();
    if (starter_.joinable()) starter_.join();
  }
  Chromium(const Chromium&) = delete;
  Chromium& operator=(const Chromium&) = delete;

  void prepare() override {
    const std::lock_guard lock(mutex_);
    if (state_ == State::idle) begin_start();
  }

  Result<PageSeen> load(const PageRequest& request) override {
    PINKO_TRY_ASSIGN(const auto door, gate_.open(request.address, request.ports));
    Result<PageSeen> seen = fail(ErrorCode::browser, "look at " + request.url + ": not tried");
    for (int attempt = 0; attempt < 2; ++attempt) {
      PINKO_TRY_ASSIGN(const auto running, acquire(request.deadline, request.stop));
      PageRequest own = request;
      if (running->deaf()) own.ready = {};
      seen = visit_undisturbed(running->link(), own, door->port());
      if (seen || seen.error().code != ErrorCode::browser) return seen;
      seen.error().retried = attempt;
      give_up(running);
      if (request.deadline.passed()) return seen;
      log_.debug(seen.error().message + "; trying again with a new browser");
    }
    return seen;
  }

  void rest() override {
    const std::lock_guard lock(mutex_);
    if (state_ != State::up) return;
    state_ = State::idle;
    Started ending = fail(ErrorCode::browser, "the browser was ended");
    std::swap(started_, ending);
    ender_ = std::jthread([last = std::move(*ending)]() mutable { last.reset(); });
  }

  std::string version() override {
    {
      const std::lock_guard lock(mutex_);
      if (!version_.empty()) return version_;
    }
    const Started running = acquire(Deadline::in(2 * kLongestStart), {});
    return running ? (*running)->version() : std::string();
  }

 private:
  enum class State { idle, starting, up, failed };

  /// Needs the lock.
  void begin_start() {
    state_ = State::starting;
    if (starter_.joinable()) starter_.join();  // has ended: it set the state before
    starter_ = std::jthread([this](const std::stop_token& stop) {
      Started started = start_guarded(stop);
      {
        const std::lock_guard lock(mutex_);
        state_ = started ? State::up : State::failed;
        if (started) version_ = (*started)->version();
        std::swap(started_, started);
      }
      changed_.notify_all();
    });
  }

  Started start_guarded(const std::stop_token& stop) {
    try {
      return start_browser(options_, log_, stop);
    } catch (const std::exception& error) {
      return fail(ErrorCode::browser, std::string("start the browser: ") + error.what());
    }
  }

  /// The browser that runs, started when none does.
  Started acquire(Deadline deadline, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
      if (state_ == State::up && (*started_)->link().closed()) state_ = State::idle;
      if (state_ == State::up || state_ == State::failed) return started_;
      if (state_ == State::idle) begin_start();
      if (!changed_.wait_until(
              lock, stop, deadline.at(), [this] { return state_ != State::starting; }) &&
          !stop.stop_requested()) {
        return fail(ErrorCode::browser, "wait for the browser to start: not ready in time");
      }
    }
    return fail(ErrorCode::cancelled, "wait for the browser: stopped");
  }

  /// This one is broken: the next page gets another.
  void give_up(const std::shared_ptr<RunningChromium>& broken) {
    const std::lock_guard lock(mutex_);
    if (state_ != State::up || *started_ != broken) return;
    state_ = State::idle;
    started_ = fail(ErrorCode::browser, "the browser ended");
  }

  ChromiumOptions options_;
  Log& log_;
  Gate gate_;
  std::mutex mutex_;  ///< guards all below
  std::condition_variable_any changed_;
  State state_ = State::idle;
  Started started_ = fail(ErrorCode::browser, "no browser was started");
  std::string version_;  ///< of the browser that ran last
  std::jthread starter_;
  std::jthread ender_;
};

bool can_run(const std::filesystem::path& program) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(program, ignored) && access(program.c_str(), X_OK) == 0;
}

}  // namespace

Result<std::filesystem::path> find_chromium(const ChromiumOptions& options) {
  if (!options.program.empty()) {
    if (options.program.find('/') != std::string::npos) {
      if (can_run(options.program)) return std::filesystem::path(options.program);
    } else if (auto found = engine::programs_named(options.program); !found.empty()) {
      return found.front();
    }
    return fail(ErrorCode::browser,
                "find the browser " + options.program +
                    ", which PINKO_BROWSER names: no such program, or not executable");
  }
  for (const char* name : kNames) {
    if (auto found = engine::programs_named(name); !found.empty()) return found.front();
  }
  for (const char* place : kPlaces) {
    if (can_run(place)) return std::filesystem::path(place);
  }
  return fail(ErrorCode::browser,
              "find a browser: neither Chromium nor Google Chrome is on the PATH; install one of "
              "them (on Debian the package chromium)");
}

std::unique_ptr<Browser> make_chromium(ChromiumOptions options, Log& log) {
  return std::make_unique<Chromium>(std::move(options), log);
}

}  // namespace pinko::browser

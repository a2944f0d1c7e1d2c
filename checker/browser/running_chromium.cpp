#include "checker/browser/running_chromium.hpp"

#include "checker/browser/deafness.hpp"
#include "checker/engine/owner.hpp"
#include "checker/util/descriptor.hpp"
#include "checker/util/text.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <poll.h>
#include <string_view>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace pinko::browser {
namespace {

constexpr std::size_t kKeptOfPrintout = 8 * 1024;
constexpr std::chrono::seconds kLongestFarewell{2};
constexpr std::uint64_t kEnoughSharedMemory = 256U << 20;

bool shared_memory_suffices() {
  struct statvfs shm {};
  if (statvfs("/dev/shm", &shm) != 0) return false;
  return static_cast<std::uint64_t>(shm.f_bavail) * shm.f_frsize >= kEnoughSharedMemory;
}

/// All that the browser may see of our environment, and a home in its own profile: nothing of the
/// user's is read or written.
std::vector<std::string> environment_in(const std::filesystem::path& profile) {
  // A socket of its own has to fit into 107 bytes there.
  constexpr std::size_t kLongest =
      107 - std::string_view("/org.chromium.Chromium.XXXXXX/SingletonSocket").size();
  const bool fits = profile.native().size() <= kLongest;
  std::vector<std::string> environment{"HOME=" + profile.string(),
                                       "XDG_CONFIG_HOME=" + profile.string(),
                                       "XDG_CACHE_HOME=" + profile.string(),
                                       "TMPDIR=" + (fits ? profile.string() : "/tmp"),
                                       "LANG=C.UTF-8"};
  for (std::string& variable : engine::child_environment()) {
    const bool wanted = variable.starts_with("PATH=") ||
                        variable.starts_with(engine::kOwnerVariable + std::string("="));
    if (wanted) environment.push_back(std::move(variable));
  }
  return environment;
}

struct Spawned {
  Result<engine::Process> process;
  bool deaf = false;
};

/// By a thread of its own, which is as deaf as the browser that it starts.
Spawned spawn(const engine::SpawnRequest& request, bool deaf) {
  Spawned spawned{.process = fail(ErrorCode::browser, "start a browser: not tried")};
  std::thread([&] {
    spawned.deaf = deaf && deafen_this_thread();
    spawned.process = engine::Process::spawn(request);
  }).join();
  return spawned;
}

std::string product_of(const std::string& result, const std::filesystem::path& program) {
  const auto answer = nlohmann::json::parse(result, nullptr, /*allow_exceptions=*/false);
  if (!answer.is_object() || !answer.contains("product") || !answer["product"].is_string()) {
    return {};
  }
  const auto product = answer["product"].get<std::string>();
  const std::string name = program.filename().string();
  const bool google = name.find("chrome") != std::string::npos;
  return (google ? "Google Chrome " : "Chromium ") + product.substr(product.find('/') + 1);
}

}  // namespace

std::vector<std::string> chromium_arguments(const LaunchConditions& conditions) {
  std::vector<std::string> arguments{
      "--headless",
      "--remote-debugging-pipe",
      "--user-data-dir=" + conditions.profile.string(),
      "--no-first-run",
      "--no-default-browser-check",
      "--no-startup-window",
      "--block-new-web-contents",
      "--disable-background-networking",
      "--disable-background-timer-throttling",
      "--disable-backgrounding-occluded-windows",
      "--disable-breakpad",
      "--disable-client-side-phishing-detection",
      "--disable-component-extensions-with-background-pages",
      "--disable-component-update",
      "--disable-default-apps",
      "--disable-domain-reliability",
      "--disable-extensions",
      "--disable-features=HttpsUpgrades,MediaRouter,OptimizationHints,Translate",
      "--disable-gpu",
      "--disable-quic",
      "--disable-renderer-backgrounding",
      "--disable-sync",
      "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
      "--hide-scrollbars",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      "--js-flags=--max-old-space-size=512",
      "--lang=en-US",
      "--metrics-recording-only",
      "--mute-audio",
      "--password-store=basic",
      "--window-size=1280,800",
  };
  if (!conditions.sandbox) arguments.emplace_back("--no-sandbox");
  if (!conditions.shared_memory) arguments.emplace_back("--disable-dev-shm-usage");
  return arguments;
}

bool lacks_sandbox(std::string_view printed) {
  return printed.find("No usable sandbox") != std::string_view::npos ||
         printed.find("without --no-sandbox is not supported") != std::string_view::npos;
}

Printout::Printout(int pipe)
    : pipe_(pipe),
      wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      reader_([this] { read_all(); }) {}

Printout::~Printout() {
  finish(Deadline::in(std::chrono::milliseconds(0)));
  ::close(pipe_);
  ::close(wake_);
}

std::string Printout::tail() const {
  const std::lock_guard lock(mutex_);
  return pinko::tail(kept_, kKeptOfPrintout);
}

void Printout::finish(Deadline deadline) {
  if (!reader_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    until_ = deadline;
  }
  eventfd_write(wake_, 1);
  reader_.join();
}

void Printout::read_all() {
  std::array<char, 4096> buffer{};
  while (true) {
    Deadline until = [this] {
      const std::lock_guard lock(mutex_);
      return until_;
    }();
    const bool finishing = until.at() != Deadline::Clock::time_point::max();
    if (finishing && until.passed()) return;
    std::array<pollfd, 2> watched{{{pipe_, POLLIN, 0}, {wake_, POLLIN, 0}}};
    const int wait = finishing ? static_cast<int>(until.left().count()) + 1 : -1;
    poll(watched.data(), watched.size(), wait);
    eventfd_t count = 0;
    eventfd_read(wake_, &count);
    if (watched[0].revents == 0) continue;
    const ssize_t got = read(pipe_, buffer.data(), buffer.size());
    if (got == 0 || (got < 0 && errno != EINTR)) return;
    if (got < 0) continue;
    const std::lock_guard lock(mutex_);
    kept_.append(buffer.data(), static_cast<std::size_t>(got));
    if (kept_.size() > 2 * kKeptOfPrintout) kept_.erase(0, kept_.size() - kKeptOfPrintout);
  }
}

RunningChromium::RunningChromium(TempDir profile, engine::Process process, int socket, int printed)
    : profile_(std::move(profile)),
      process_(std::move(process)),
      printout_(std::make_unique<Printout>(printed)),
      link_(std::make_unique<Link>(socket)) {}

RunningChromium::~RunningChromium() {
  process_.kill_group();
  // The profile can go once no process is left that might write to it.
  printout_->finish(Deadline::in(kLongestFarewell));
}

Result<std::unique_ptr<RunningChromium>> RunningChromium::start(
    const std::filesystem::path& program,
    const Launch& launch,
    Deadline deadline,
    const std::stop_token& stop) {
  std::array<int, 2> sockets{};
  std::array<int, 2> pipes{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0) {
    return fail(ErrorCode::browser,
                "start " + program.string() + ": " + std::generic_category().message(errno));
  }
  Descriptor ours(sockets[0]);
  Descriptor theirs(sockets[1]);
  if (pipe2(pipes.data(), O_CLOEXEC) != 0) {
    return fail(ErrorCode::browser,
                "start " + program.string() + ": " + std::generic_category().message(errno));
  }
  Descriptor printed(pipes[0]);
  Descriptor printing(pipes[1]);

  TempDir profile("browser");
  engine::SpawnRequest request;
  request.argv = chromium_arguments({.profile = profile.path(),
                                     .sandbox = launch.sandbox,
                                     .shared_memory = shared_memory_suffices()});
  request.argv.insert(request.argv.begin(), program.string());
  request.environment = environment_in(profile.path());
  request.descriptors = {{.child = 2, .ours = printing.get()},
                         {.child = 3, .ours = theirs.get()},
                         {.child = 4, .ours = theirs.get()}};
  auto [process, deaf] = spawn(request, launch.deaf);
  if (!process) return fail(ErrorCode::browser, process.error().message);
  std::unique_ptr<RunningChromium> running(new RunningChromium(
      std::move(profile), std::move(*process), ours.release(), printed.release()));
  running->deaf_ = deaf;
  theirs.close();  // so that the ends are seen when the browser is gone
  printing.close();
  PINKO_TRY(running->greet(program, deadline, stop));
  return running;
}

Status RunningChromium::greet(const std::filesystem::path& program,
                              Deadline deadline,
                              const std::stop_token& stop) {
  const auto mailbox = link_->open_mailbox();
  link_->send(mailbox, {.method = "Browser.getVersion"});
  const std::optional<Event> event = mailbox->next(deadline.at(), stop);
  const auto* reply = event ? std::get_if<Reply>(&*event) : nullptr;
  if (reply != nullptr) {
    version_ = product_of(reply->result, program);
    return {};
  }
  if (stop.stop_requested()) return fail(ErrorCode::cancelled, "start the browser: stopped");
  const bool ended = mailbox->closed();
  if (ended) printout_->finish(Deadline::in(kLongestFarewell));
  const std::string said = printout_->tail();
  return fail(ErrorCode::browser,
              "start " + program.string() + ": " +
                  (ended ? "it ended at once" : "it does not answer") +
                  (said.empty() ? "" : "; it printed:\n" + said));
}

}  // namespace pinko::browser

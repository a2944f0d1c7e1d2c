#include "checker/browser/gate.hpp"

#include "checker/browser/tunnel.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <map>
#include <mutex>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace pinko::browser {
namespace {

/// Connections through one door at once; a browser itself keeps to 32 through one proxy.
constexpr std::size_t kMostTunnels = 128;

std::string system_words() {
  return std::error_code(errno, std::generic_category()).message();
}

/// A listening socket on a free port of 127.0.0.1, or -1.
int listen_anywhere(std::uint16_t& port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listener < 0) return -1;
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  auto* name = reinterpret_cast<sockaddr*>(&at);
  if (bind(listener, name, size) != 0 || listen(listener, SOMAXCONN) != 0 ||
      getsockname(listener, name, &size) != 0) {
    ::close(listener);
    return -1;
  }
  port = ntohs(at.sin_port);
  return listener;
}

}  // namespace

/// The thread that carries the bytes, and what it works on.
class Gate::Keeper {
 public:
  Keeper()
      : wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
        thread_([this] { work(); }) {}

  ~Keeper() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    wake();
    thread_.join();
    ::close(wake_);
  }
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  void add(int listener, Destination destination) {
    {
      const std::lock_guard lock(mutex_);
      doors_[listener].destination = std::move(destination);
    }
    wake();
  }

  void remove(int listener) {
    {
      const std::lock_guard lock(mutex_);
      doors_.erase(listener);
      ::close(listener);
    }
    wake();
  }

 private:
  struct Passage {
    Destination destination;
    std::vector<std::unique_ptr<Tunnel>> tunnels;
  };

  void wake() const { eventfd_write(wake_, 1); }

  void work() {
    while (true) {
      std::vector<pollfd> wanted = gather();
      if (wanted.empty()) return;
      poll(wanted.data(), wanted.size(), -1);
      eventfd_t count = 0;
      eventfd_read(wake_, &count);
      turn_all();
    }
  }

  void turn_all() {
    const std::lock_guard lock(mutex_);
    for (auto& [listener, passage] : doors_) {
      accept_all(listener, passage);
      std::erase_if(passage.tunnels, [](const auto& tunnel) { return !tunnel->turn(); });
    }
  }

  /// All that poll() has to watch; nothing when the gate ends.
  std::vector<pollfd> gather() {
    const std::lock_guard lock(mutex_);
    if (ending_) return {};
    std::vector<pollfd> wanted{{.fd = wake_, .events = POLLIN, .revents = 0}};
    const auto watch = [&wanted](int socket, short events) {
      if (socket >= 0 && events != 0) wanted.push_back({socket, events, 0});
    };
    for (const auto& [listener, passage] : doors_) {
      if (passage.tunnels.size() < kMostTunnels) watch(listener, POLLIN);
      for (const auto& tunnel : passage.tunnels) {
        watch(tunnel->browser(), tunnel->browser_wants());
        watch(tunnel->server(), tunnel->server_wants());
      }
    }
    return wanted;
  }

  static void accept_all(int listener, Passage& passage) {
    while (passage.tunnels.size() < kMostTunnels) {
      const int browser = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (browser < 0) return;
      passage.tunnels.push_back(std::make_unique<Tunnel>(browser, passage.destination));
    }
  }

  int wake_ = -1;
  std::mutex mutex_;  ///< guards all below
  bool ending_ = false;
  std::map<int, Passage> doors_;  ///< by listening socket
  std::thread thread_;
};

Gate::Gate()
    : keeper_(std::make_unique<Keeper>()) {}

Gate::~Gate() = default;

Gate::Door::~Door() {
  gate_->keeper_->remove(listener_);
}

Result<std::unique_ptr<Gate::Door>> Gate::open(const std::string& address,
                                               std::vector<std::uint16_t> ports) {
  in_addr parsed{};
  if (inet_pton(AF_INET, address.c_str(), &parsed) != 1) {
    return fail(ErrorCode::internal, "open a door to " + address + ": not an IPv4 address");
  }
  std::uint16_t port = 0;
  const int listener = listen_anywhere(port);
  if (listener < 0) {
    return fail(ErrorCode::browser,
                "listen on 127.0.0.1 for the browser's requests: " + system_words());
  }
  keeper_->add(listener, {.address = parsed, .ports = std::move(ports)});
  return std::make_unique<Door>(*this, listener, port);
}

}  // namespace pinko::browser

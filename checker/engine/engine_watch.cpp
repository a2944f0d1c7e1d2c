#include "checker/engine/engine_watch.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace pinko::engine {
namespace {

constexpr std::string_view kUnix = "unix://";

/// Events of the engine itself: next to none, and the answer never ends.
constexpr std::string_view kQuestion =
    "GET /events?filters=%7B%22type%22%3A%5B%22daemon%22%5D%7D HTTP/1.1\r\nHost: engine\r\n\r\n";

int connect_to(const std::string& path) {
  sockaddr_un name{};
  if (path.size() >= sizeof name.sun_path) return -1;
  name.sun_family = AF_UNIX;
  std::copy(path.begin(), path.end(), std::begin(name.sun_path));
  const int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
  if (descriptor < 0) return -1;
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  const bool connected =
      connect(descriptor, reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0 &&
      write(descriptor, kQuestion.data(), kQuestion.size()) ==
          static_cast<ssize_t>(kQuestion.size());
  if (connected) {
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
    return descriptor;
  }
  close(descriptor);
  return -1;
}

}  // namespace

EngineWatch::EngineWatch(const std::string& url) {
  if (url.starts_with(kUnix)) socket_ = connect_to(url.substr(kUnix.size()));
}

EngineWatch::~EngineWatch() {
  if (socket_ >= 0) close(socket_);
}

bool EngineWatch::lost() {
  std::array<char, 4096> buffer{};
  while (socket_ >= 0 && !lost_) {
    const ssize_t got = read(socket_, buffer.data(), buffer.size());
    if (got > 0 || (got < 0 && errno == EINTR)) continue;
    if (got < 0 && errno == EAGAIN) break;
    lost_ = true;
  }
  return lost_;
}

}  // namespace pinko::engine

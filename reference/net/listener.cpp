#include "reference/net/listener.hpp"

#include <cerrno>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace reference::net {
namespace {

constexpr int kBacklog = 4096;
constexpr milliseconds kPauseWithoutDescriptors{250};

Problem cannot_listen(const Endpoint& at, int error) {
  std::string text = "cannot listen on " + at.text() + ": ";
  if (error == EADDRINUSE) {
    const std::string owner = owner_of_port(at.port());
    text += "port " + std::to_string(at.port()) + " is in use" +
            (owner.empty() ? "" : " by " + owner) + "; end that program or choose another port";
  } else if (error == EACCES) {
    text += "ports below 1024 are for the administrator; choose another, such as 8080";
  } else {
    text += std::generic_category().message(error);
  }
  return Problem{text};
}

Endpoint name_of(int descriptor) {
  sockaddr_storage name{};
  socklen_t length = sizeof name;
  getsockname(descriptor, reinterpret_cast<sockaddr*>(&name), &length);
  return {reinterpret_cast<const sockaddr*>(&name), length};
}

}  // namespace

Result<Listener> Listener::open(const Endpoint& at) {
  const int descriptor = socket(at.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return cannot_listen(at, errno);
  Listener listener(descriptor, at);
  const int on = 1;
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // accepted sockets inherit it
  setsockopt(
      descriptor, IPPROTO_TCP, TCP_DEFER_ACCEPT, &on, sizeof on);  // wake when there is a request
  if (bind(descriptor, at.address(), at.length()) != 0 || listen(descriptor, kBacklog) != 0) {
    return cannot_listen(at, errno);
  }
  listener.endpoint_ = name_of(descriptor);
  return listener;
}

Listener::Listener(Listener&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      endpoint_(other.endpoint_) {}

Listener& Listener::operator=(Listener&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(endpoint_, other.endpoint_);
  return *this;
}

Listener::~Listener() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Task<> accept_clients(EventLoop& loop, const Listener& listener, ServeClient serve) {
  Channel* door = loop.open(fcntl(listener.descriptor(), F_DUPFD_CLOEXEC, 0));
  loop.register_for_events(*door, /*shared=*/true);
  door->idle = true;
  while (!loop.draining()) {
    sockaddr_storage from{};
    socklen_t length = sizeof from;
    const int client = accept4(door->descriptor,
                               reinterpret_cast<sockaddr*>(&from),
                               &length,
                               SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (client >= 0) {
      loop.spawn(
          serve(Socket(loop, client), Endpoint(reinterpret_cast<const sockaddr*>(&from), length)));
    } else if (errno == EAGAIN) {
      co_await loop.until_readable(*door, Deadline::max());
    } else if (errno != EINTR && errno != ECONNABORTED) {
      co_await loop.sleep(
          kPauseWithoutDescriptors);  // no descriptors left: clients queue meanwhile
    }
  }
  loop.close(door);
}

}  // namespace reference::net

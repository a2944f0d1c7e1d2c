#include "checker/browser/tunnel.hpp"

#include "checker/browser/hosts.hpp"
#include "checker/browser/socks.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <variant>

namespace pinko::browser {
namespace {

/// Beyond this nothing more is taken from one side until the other has read.
constexpr std::size_t kMostBuffered = 256 * 1024;

/// Makes close() break the connection, as the other side's peer did.
void close_by_reset(int socket) {
  const linger now{.l_onoff = 1, .l_linger = 0};
  setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

void send_at_once(int socket) {
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace

Tunnel::Tunnel(int browser, const Destination& to)
    : to_(to) {
  browser_.socket = browser;
  send_at_once(browser);
}

Tunnel::~Tunnel() {
  if (server_.reset) close_by_reset(browser_.socket);
  if (browser_.reset && server_.socket >= 0) close_by_reset(server_.socket);
  ::close(browser_.socket);
  if (server_.socket >= 0) ::close(server_.socket);
}

short Tunnel::browser_wants() const {
  const bool may_read = !browser_.ended && server_.out.size() < kMostBuffered;
  return static_cast<short>((may_read ? POLLIN : 0) | (browser_.out.empty() ? 0 : POLLOUT));
}

short Tunnel::server_wants() const {
  if (state_ == State::connecting) return POLLOUT;
  const bool may_read = !server_.ended && browser_.out.size() < kMostBuffered;
  return static_cast<short>((may_read ? POLLIN : 0) | (server_.out.empty() ? 0 : POLLOUT));
}

bool Tunnel::turn() {
  if (!browser_.ended && server_.out.size() < kMostBuffered) receive(browser_, server_);
  if (!negotiate()) return false;
  if (state_ == State::open && !server_.ended && browser_.out.size() < kMostBuffered) {
    receive(server_, browser_);
  }
  send(browser_, server_);
  if (state_ == State::open) send(server_, browser_);
  if (browser_.reset || server_.reset) return false;
  if (refused_) return !browser_.out.empty();
  if (state_ != State::open) return !browser_.ended;
  return !(browser_.ended && server_.ended && browser_.out.empty() && server_.out.empty());
}

/// False when the browser does not speak SOCKS.
bool Tunnel::negotiate() {
  if (refused_) return true;
  if (state_ == State::greeting && !greet()) return false;
  if (state_ == State::request && !connect_server()) return false;
  return state_ != State::connecting || finish_connecting();
}

// What the browser says waits in server_.out, as it does later on.
bool Tunnel::greet() {
  const SocksGreetingRead read = read_socks_greeting(server_.out);
  if (std::holds_alternative<SocksInvalid>(read)) return false;
  if (const auto* greeting = std::get_if<SocksGreeting>(&read); greeting != nullptr) {
    server_.out.erase(0, greeting->size);
    browser_.out += kSocksWelcome;
    state_ = State::request;
  }
  return true;
}

bool Tunnel::connect_server() {
  const SocksConnectRead read = read_socks_connect(server_.out);
  if (std::holds_alternative<SocksInvalid>(read)) return false;
  const auto* wanted = std::get_if<SocksConnect>(&read);
  if (wanted == nullptr) return true;
  server_.out.erase(0, wanted->size);
  const bool exists =
      to_.ports.empty() || std::ranges::find(to_.ports, wanted->port) != to_.ports.end();
  if (!is_own_host(wanted->host) || !exists) {
    refuse();
    return true;
  }
  server_.socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (server_.socket < 0) {
    refuse();
    return true;
  }
  send_at_once(server_.socket);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_addr = to_.address;
  to.sin_port = htons(wanted->port);
  state_ = State::connecting;
  if (connect(server_.socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 &&
      errno != EINPROGRESS) {
    refuse();
  }
  return true;
}

bool Tunnel::finish_connecting() {
  if (refused_) return true;
  pollfd ready{.fd = server_.socket, .events = POLLOUT, .revents = 0};
  if (poll(&ready, 1, 0) <= 0) return true;
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(server_.socket, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0) {
    refuse();
    return true;
  }
  browser_.out += socks_answer(SocksAnswer::connected);
  state_ = State::open;
  return true;
}

void Tunnel::refuse() {
  browser_.out += socks_answer(SocksAnswer::refused);
  server_.out.clear();
  refused_ = true;
  if (server_.socket >= 0) ::close(server_.socket);
  server_.socket = -1;
}

void Tunnel::receive(Side& from, Side& to) {
  std::array<char, 16 * 1024> buffer;
  while (to.out.size() < kMostBuffered) {
    const ssize_t got = recv(from.socket, buffer.data(), buffer.size(), 0);
    if (got > 0) {
      to.out.append(buffer.data(), static_cast<std::size_t>(got));
      continue;
    }
    if (got == 0) from.ended = true;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno != EAGAIN) from.reset = true;
    return;
  }
}

void Tunnel::send(Side& to, const Side& from) {
  while (!to.out.empty()) {
    const ssize_t sent = ::send(to.socket, to.out.data(), to.out.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno != EAGAIN) to.reset = true;
    if (sent < 0) return;
    to.out.erase(0, static_cast<std::size_t>(sent));
  }
  if (from.ended && !to.shut) {
    shutdown(to.socket, SHUT_WR);
    to.shut = true;
  }
}

}  // namespace pinko::browser

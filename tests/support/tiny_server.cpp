#include "tests/support/tiny_server.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <list>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace pinko::test {
namespace {

constexpr std::size_t kLongestHead = 64 * 1024;

[[noreturn]] void raise(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

std::string head_of(const TinyAnswer& answer) {
  const std::size_t length = answer.body.size() + (answer.unfinished ? 1000 : 0);
  return "HTTP/1.1 " + std::to_string(answer.status) + " Tiny\r\nContent-Type: " + answer.type +
         "\r\nContent-Length: " + std::to_string(length) + "\r\n" + answer.headers + "\r\n";
}

/// Reads up to the end of a request's head; requests with bodies are not for tiny servers.
std::optional<std::string> read_head(int connection, std::string& buffered) {
  constexpr std::string_view kEnd = "\r\n\r\n";
  std::array<char, 4096> buffer{};
  std::size_t end = buffered.find(kEnd);
  while (end == std::string::npos) {
    const ssize_t got = recv(connection, buffer.data(), buffer.size(), 0);
    if (got <= 0 || buffered.size() > kLongestHead) return std::nullopt;
    buffered.append(buffer.data(), static_cast<std::size_t>(got));
    end = buffered.find(kEnd);
  }
  std::string head = buffered.substr(0, end);
  buffered.erase(0, end + kEnd.size());
  return head;
}

}  // namespace

class TinyServer::Core {
 public:
  Core(const std::string& address, std::uint16_t port, Answer answer)
      : answer_(std::move(answer)),
        listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int on = 1;
    setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    inet_pton(AF_INET, address.c_str(), &at.sin_addr);
    if (bind(listener_, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0 ||
        listen(listener_, SOMAXCONN) != 0) {
      const int error = errno;
      close(listener_);
      errno = error;
      raise("listen on " + address + ":" + std::to_string(port));
    }
    acceptor_ = std::thread([this] { accept_all(); });
  }

  ~Core() {
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    close(listener_);
    for (Connection& connection : connections_) {
      shutdown(connection.socket, SHUT_RDWR);
    }
    for (Connection& connection : connections_) {
      connection.thread.join();
      close(connection.socket);
    }
  }
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  std::vector<std::string> asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  struct Connection {
    int socket = -1;
    std::thread thread;
  };

  void accept_all() {
    while (true) {
      const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) return;
      connections_.push_back({socket, std::thread([this, socket] { serve(socket); })});
    }
  }

  void serve(int connection) {
    std::string buffered;
    while (const std::optional<std::string> head = read_head(connection, buffered)) {
      const std::string line = head->substr(0, head->find('\r'));
      const std::size_t method = line.find(' ');
      const std::size_t target = line.rfind(' ');
      if (method == std::string::npos || target <= method) return;
      {
        const std::lock_guard lock(mutex_);
        asked_.push_back(line.substr(0, target));
      }
      const TinyAnswer answer =
          answer_(std::string_view(line).substr(0, method),
                  std::string_view(line).substr(method + 1, target - method - 1));
      if (answer.silent) continue;
      const std::string bytes = head_of(answer) + answer.body;
      if (send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) return;
    }
    shutdown(connection, SHUT_RDWR);
  }

  Answer answer_;
  int listener_ = -1;
  std::thread acceptor_;
  std::list<Connection> connections_;  ///< the acceptor's, until it has ended
  mutable std::mutex mutex_;
  std::vector<std::string> asked_;
};

TinyServer::TinyServer(const std::string& address, std::uint16_t port, Answer answer)
    : core_(std::make_unique<Core>(address, port, std::move(answer))) {}

TinyServer::~TinyServer() = default;

std::vector<std::string> TinyServer::asked() const {
  return core_->asked();
}

}  // namespace pinko::test

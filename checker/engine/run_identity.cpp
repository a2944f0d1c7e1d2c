#include "checker/engine/run_identity.hpp"

#include "checker/engine/owner.hpp"

#include <arpa/inet.h>
#include <chrono>
#include <netinet/in.h>
#include <random>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace pinko::engine {
namespace {

/// Bound on an address for as long as a run uses it: a lock that ends with the process.
constexpr std::uint16_t kLockPort = 61253;  // no server of a student is likely there

std::string random_id() {
  constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyz23456789";
  std::random_device source;
  std::string id;
  for (int i = 0; i < 6; ++i)
    id += kLetters[source() % kLetters.size()];
  return id;
}

/// A socket bound to an address and port; -1 when that is taken or does not exist.
int bind_to(const std::string& address, std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) return -1;
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(port);
  inet_pton(AF_INET, address.c_str(), &name.sin_addr);
  if (bind(fd, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0) {
    close(fd);
    return -1;
  }
  return fd;
}

}  // namespace

RunIdentity RunIdentity::of_this_process() {
  return {.id = random_id(), .owner = owner_of_this_process()};
}

Labels RunIdentity::labels() const {
  const auto now = std::chrono::system_clock::now();
  return {{kRunLabel, id},
          {kOwnerLabel, owner},
          {kMadeLabel, std::to_string(std::chrono::system_clock::to_time_t(now))}};
}

std::string RunIdentity::image(int task, const std::string& role) const {
  return "pinko-check/" + id + "/task" + std::to_string(task) + "-" + role + ":latest";
}

std::string RunIdentity::name(int task, const std::string& what) const {
  const std::string base = "pinko-" + id + "-task" + std::to_string(task);
  return what.empty() ? base : base + "-" + what;
}

RunAddress::RunAddress(std::string text, int lock)
    : text_(std::move(text)),
      lock_(lock) {}

RunAddress::~RunAddress() {
  if (lock_ >= 0) close(lock_);
}

RunAddress::RunAddress(RunAddress&& other) noexcept
    : text_(std::move(other.text_)),
      lock_(std::exchange(other.lock_, -1)) {}

RunAddress& RunAddress::operator=(RunAddress&& other) noexcept {
  std::swap(text_, other.text_);
  std::swap(lock_, other.lock_);
  return *this;
}

Result<RunAddress> RunAddress::claim() {
  constexpr int kTries = 512;
#if defined(__linux__)
  std::random_device source;
  for (int i = 0; i < kTries; ++i) {
    const unsigned number = source();
    const std::string address =
        "127.77." + std::to_string(number % 255) + "." + std::to_string(1 + number / 255 % 254);
    const int lock = bind_to(address, kLockPort);
    if (lock >= 0) return RunAddress(address, lock);
  }
  return fail(ErrorCode::port_owner,
              "claim a loopback address for this run: port " + std::to_string(kLockPort) +
                  " is taken on all of 127.77.0.0/16");
#else
  (void)kTries;
  const int lock = bind_to("127.0.0.1", kLockPort);
  if (lock >= 0) return RunAddress("127.0.0.1", lock);
  return fail(ErrorCode::port_owner,
              "claim 127.0.0.1 for this run: another run of the checker uses it");
#endif
}

}  // namespace pinko::engine

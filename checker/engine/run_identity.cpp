#include "checker/engine/run_identity.hpp"

#include "checker/util/text.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <fstream>
#include <iterator>
#include <netinet/in.h>
#include <random>
#include <sstream>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace pinko::engine {
namespace {

/// Bound on an address for as long as a run uses it: a lock that ends with the process.
constexpr std::uint16_t kLockPort = 61253;  // no server of a student is likely there

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

/// When a process started, in the kernel's ticks since boot (proc(5), field 22 of stat), or
/// "ended"; empty when there is no such process or the system does not tell.
std::string start_time(pid_t pid) {
  const std::string stat = first_line("/proc/" + std::to_string(pid) + "/stat");
  const std::size_t name_end = stat.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream fields(stat.substr(name_end + 1));
  std::string field;
  fields >> field;  // the third: its state
  if (field == "Z" || field == "X") return "ended";
  for (int i = 0; i < 19; ++i)
    fields >> field;
  return field;
}

/// Tells this boot, and this container or machine, from others.
std::string boot_id() {
  return first_line("/proc/sys/kernel/random/boot_id").substr(0, 8);
}

std::string owner_text(pid_t pid, const std::string& started) {
  return std::to_string(pid) + ":" + started + "@" + boot_id();
}

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

std::string owner_of(int pid) {
  return owner_text(pid, start_time(pid));
}

std::string owner_of_this_process() {
  return owner_of(getpid());
}

RunIdentity RunIdentity::of_this_process() {
  return {.id = random_id(), .owner = owner_of_this_process()};
}

Labels RunIdentity::labels() const {
  return {{kRunLabel, id}, {kOwnerLabel, owner}};
}

std::string RunIdentity::image(int task, const std::string& role) const {
  return "pinko-check/" + id + "/task" + std::to_string(task) + "-" + role + ":latest";
}

std::string RunIdentity::name(int task, const std::string& what) const {
  const std::string base = "pinko-" + id + "-task" + std::to_string(task);
  return what.empty() ? base : base + "-" + what;
}

bool owner_lives(const std::string& owner) {
  pid_t pid = 0;
  std::from_chars(owner.data(), owner.data() + owner.size(), pid);
  if (pid <= 0) return false;
  const bool there = kill(pid, 0) == 0 || errno == EPERM;
  const std::string started = start_time(pid);
  // Where the system tells no start times the number alone has to do.
  return there && (started.empty() || owner == owner_text(pid, started));
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


#include "reference/net/listener.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

// Linux tells in /proc/net/tcp which socket listens, and in /proc/PID/fd whose it is.

namespace reference::net {
namespace {

constexpr int kListening = 0x0A;

/// The inode of the socket that listens on the port, from a table such as /proc/net/tcp.
std::optional<std::string> listening_inode(const char* table, std::uint16_t port) {
  std::ifstream lines(table);
  std::string line;
  std::getline(lines, line);  // the headings
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string slot, local, remote, state, queues, timer, retries, user, timeouts, inode;
    words >> slot >> local >> remote >> state >> queues >> timer >> retries >> user >> timeouts >>
        inode;
    const std::size_t colon = local.find(':');
    if (colon == std::string::npos || inode.empty()) continue;
    const bool same_port = std::strtoul(local.c_str() + colon + 1, nullptr, 16) == port;
    if (same_port && std::strtol(state.c_str(), nullptr, 16) == kListening) return inode;
  }
  return std::nullopt;
}

bool holds_socket(const std::filesystem::path& process, const std::string& link) {
  std::error_code ended;  // the process may end while it is looked at
  std::filesystem::directory_iterator at(process / "fd", ended);
  for (; !ended && at != std::filesystem::directory_iterator(); at.increment(ended)) {
    std::error_code closed;
    if (std::filesystem::read_symlink(at->path(), closed) == link) return true;
  }
  return false;
}

}  // namespace

std::string owner_of_port(std::uint16_t port) {
  std::optional<std::string> inode = listening_inode("/proc/net/tcp", port);
  if (!inode) inode = listening_inode("/proc/net/tcp6", port);
  if (!inode) return {};
  const std::string link = "socket:[" + *inode + "]";
  std::error_code error;
  std::filesystem::directory_iterator process("/proc", error);
  for (; !error && process != std::filesystem::directory_iterator(); process.increment(error)) {
    const std::string number = process->path().filename();
    if (number.find_first_not_of("0123456789") != std::string::npos) continue;
    if (!holds_socket(process->path(), link)) continue;
    std::string name;
    std::getline(std::ifstream(process->path() / "comm"), name);
    return name.append(" (process ").append(number).append(")");
  }
  return {};
}

}  // namespace reference::net

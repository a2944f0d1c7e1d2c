#include "checker/engine/run_identity.hpp"
#include "checker/util/text.hpp"

#include <arpa/inet.h>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <netinet/in.h>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

// Who listens where, as Linux tells it in /proc/net/tcp and /proc/PID/fd (proc(5)).
namespace pinko::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kListening = "0A";

struct Listening {
  PortOwner owner;
  std::string inode;
};

std::uint32_t hex(std::string_view text) {
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return value;
}

/// "0100007F": words of an address in the host's order, as hexadecimal digits.
std::string address_text(std::string_view digits) {
  char text[INET6_ADDRSTRLEN] = {};
  std::uint32_t words[4] = {};
  const std::size_t count = digits.size() / 8;
  for (std::size_t i = 0; i < count && i < 4; ++i)
    words[i] = hex(digits.substr(i * 8, 8));
  inet_ntop(count == 1 ? AF_INET : AF_INET6, words, text, sizeof text);
  return text;
}

void read_table(const std::string& path, std::uint16_t port, std::vector<Listening>& into) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);  // the heading
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::string number, local, remote, state, queues, timer, retransmits, user, timeout, inode;
    fields >> number >> local >> remote >> state >> queues >> timer >> retransmits >> user >>
        timeout >> inode;
    const std::size_t colon = local.find(':');
    if (state != kListening || colon == std::string::npos) continue;
    if (hex(std::string_view(local).substr(colon + 1)) != port) continue;
    Listening& found = into.emplace_back();
    found.owner.port = port;
    found.owner.address = address_text(std::string_view(local).substr(0, colon));
    found.inode = inode;
  }
}

/// Finds the processes that hold the sockets; those of other users stay unknown.
void name_owners(std::vector<Listening>& listening) {
  std::map<std::string, Listening*> by_link;
  for (Listening& one : listening)
    by_link["socket:[" + one.inode + "]"] = &one;
  std::error_code error;
  fs::directory_iterator process("/proc", error);
  for (const fs::directory_iterator end; !error && process != end; process.increment(error)) {
    const std::string name = process->path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::error_code denied;  // or the process has ended meanwhile
    fs::directory_iterator fd(process->path() / "fd", denied);
    for (; !denied && fd != end; fd.increment(denied)) {
      std::error_code gone;
      const auto found = by_link.find(fs::read_symlink(fd->path(), gone).string());
      if (gone || found == by_link.end()) continue;
      found->second->owner.pid = std::stoi(name);
      std::ifstream comm(process->path() / "comm");
      std::getline(comm, found->second->owner.program);
    }
  }
}

}  // namespace

std::vector<PortOwner> owners_of(std::uint16_t port) {
  std::vector<Listening> listening;
  read_table("/proc/net/tcp", port, listening);
  read_table("/proc/net/tcp6", port, listening);
  if (!listening.empty()) name_owners(listening);
  std::vector<PortOwner> owners;
  owners.reserve(listening.size());
  for (Listening& one : listening)
    owners.push_back(std::move(one.owner));
  return owners;
}

}  // namespace pinko::engine

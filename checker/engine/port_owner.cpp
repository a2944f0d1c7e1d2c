#include "checker/engine/run_identity.hpp"
#include "checker/util/proc_file.hpp"
#include "checker/util/tcp_table.hpp"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

// Who listens where, as Linux tells it in /proc/net/tcp and /proc/PID/fd (proc(5)).
namespace pinko::engine {
namespace {

namespace fs = std::filesystem;

/// By the link that a process which holds the socket has to it.
using OwnersByLink = std::map<std::string, PortOwner*>;

void note(PortOwner& owner, const fs::path& process) {
  owner.pid = std::stoi(process.filename().string());
  std::ifstream comm(process / "comm");
  std::getline(comm, owner.program);
}

/// Finds the processes that hold the sockets; those of other users stay unknown.
void name_owners(const OwnersByLink& by_link) {
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
      if (!gone && found != by_link.end()) note(*found->second, process->path());
    }
  }
}

}  // namespace

std::vector<PortOwner> owners_of(std::uint16_t port) {
  std::vector<ListeningSocket> sockets =
      listening_sockets(read_proc_table("/proc/net/tcp").value_or("") +
                        read_proc_table("/proc/net/tcp6").value_or(""));
  std::erase_if(sockets, [port](const ListeningSocket& one) { return one.port != port; });
  std::vector<PortOwner> owners;
  owners.reserve(sockets.size());  // the links lead to them
  OwnersByLink by_link;
  for (ListeningSocket& socket : sockets) {
    owners.push_back({.port = port, .address = std::move(socket.address)});
    by_link["socket:[" + socket.inode + "]"] = &owners.back();
  }
  if (!by_link.empty()) name_owners(by_link);
  return owners;
}

}  // namespace pinko::engine

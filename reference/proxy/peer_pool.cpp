#include "reference/proxy/peer_pool.hpp"

#include <algorithm>

namespace reference::proxy {
namespace {

constexpr std::size_t kMostKept = 512;         // for each peer
constexpr net::milliseconds kKeepFor{30'000};  // less than servers do, so that the end is ours

}  // namespace

std::optional<net::Socket> PeerPool::take(const Peer& peer, bool certain) {
  const auto shelf = shelf_of(peer);
  if (shelf == shelves_.end()) return std::nullopt;
  std::vector<Kept>& sockets = shelf->sockets;
  while (!sockets.empty()) {
    net::Socket socket = std::move(sockets.back().socket);
    sockets.pop_back();
    if (socket.silent(certain)) return socket;
  }
  return std::nullopt;
}

void PeerPool::keep(const std::shared_ptr<Peer>& peer, net::Socket socket, net::Deadline now) {
  auto shelf = shelf_of(*peer);
  if (shelf == shelves_.end()) {
    shelf = shelves_.insert(shelf, {.peer = peer, .sockets = {}});
  }
  std::vector<Kept>& sockets = shelf->sockets;
  if (sockets.size() < kMostKept) sockets.push_back({.socket = std::move(socket), .since = now});
}

void PeerPool::tidy(net::Deadline now) {
  const auto is_over = [&](const Kept& kept) {
    return now - kept.since > kKeepFor || !kept.socket.silent();
  };
  for (Shelf& shelf : shelves_)
    std::erase_if(shelf.sockets, is_over);
  std::erase_if(shelves_, [](const Shelf& shelf) { return shelf.sockets.empty(); });
}

std::vector<PeerPool::Shelf>::iterator PeerPool::shelf_of(const Peer& peer) {
  return std::find_if(shelves_.begin(), shelves_.end(), [&](const Shelf& shelf) {
    return shelf.peer.get() == &peer;
  });
}

}  // namespace reference::proxy

#pragma once

#include "reference/net/event_loop.hpp"
#include "reference/net/socket.hpp"
#include "reference/proxy/upstream.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace reference::proxy {

/// Connections to peers that wait for their next request. One for each loop.
class PeerPool {
 public:
  /// The connection that was used last, or nothing. One on which something arrived while it should
  /// have been silent, its end above all, is dropped. `certain`: the request must not be sent
  /// twice, so the kernel is asked as well.
  std::optional<net::Socket> take(const Peer& peer, bool certain);

  void keep(const std::shared_ptr<Peer>& peer, net::Socket socket, net::Deadline now);

  /// Closes what has ended or was not used for long.
  void tidy(net::Deadline now);
  void clear() { shelves_.clear(); }

 private:
  struct Kept {
    net::Socket socket;
    net::Deadline since;
  };

  /// The connections to one peer, which the pointer keeps, and so its address, as long as they are.
  struct Shelf {
    std::shared_ptr<Peer> peer;
    std::vector<Kept> sockets;
  };

  std::vector<Shelf>::iterator shelf_of(const Peer& peer);

  std::vector<Shelf> shelves_;  ///< few: to look through them costs less than to hash
};

}  // namespace reference::proxy

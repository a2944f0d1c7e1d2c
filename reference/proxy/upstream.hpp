#pragma once

#include "reference/net/endpoint.hpp"
#include "reference/net/event_loop.hpp"
#include "reference/proxy/balancer.hpp"
#include "reference/proxy/config.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace reference::proxy {

/// One server behind the proxy, and how it has fared. Shared by all threads.
class Peer {
 public:
  Peer(const net::Endpoint& endpoint, const PeerConfig& config)
      : endpoint_(endpoint),
        name_(endpoint.text()),
        config_(config) {}

  [[nodiscard]] const net::Endpoint& endpoint() const { return endpoint_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] unsigned weight() const { return config_.weight; }
  [[nodiscard]] bool comes_from(const PeerConfig& config) const {
    return config_.host.host == config.host.host && config_.host.port == config.host.port;
  }

  void worked() {
    if (fails_.load(std::memory_order_relaxed) != 0) fails_.store(0, std::memory_order_relaxed);
  }
  /// With max_fails failures within fail_timeout the peer is left out for as long.
  void failed(net::Deadline now);
  [[nodiscard]] bool is_out(net::Deadline now) const {
    return now.time_since_epoch().count() < out_until_.load(std::memory_order_relaxed);
  }

 private:
  net::Endpoint endpoint_;
  std::string name_;
  PeerConfig config_;
  std::atomic<unsigned> fails_{0};
  std::atomic<net::Clock::rep> first_fail_{0};
  std::atomic<net::Clock::rep> out_until_{0};
};

/// An upstream's peers at one time; never changed, only replaced.
struct Peers {
  std::vector<std::shared_ptr<Peer>> list;
  Rotation rotation;
};

/// One request's turn: the peer whose turn it is, and after a failure the next.
class Turn {
 public:
  Turn(std::shared_ptr<const Peers> peers, std::uint64_t number)
      : peers_(std::move(peers)),
        number_(number) {}

  /// The next peer to try, or null when all were tried. Peers that are out are left out while any
  /// other is there.
  std::shared_ptr<Peer> next(net::Deadline now);

 private:
  std::shared_ptr<const Peers> peers_;
  std::uint64_t number_;
  PeerSet tried_;
};

/// Peers that do the same work. Shared by all threads.
class Upstream {
 public:
  explicit Upstream(UpstreamConfig config);

  [[nodiscard]] const std::string& name() const { return config_.name; }

  /// Each call is the next turn, whichever thread asks.
  Turn take_turn();

  /// Looks the names up (again); peers that stay keep their history. May block. False when a name
  /// has no address: then its peers stay as they were.
  bool resolve();
  [[nodiscard]] bool has_names() const;
  [[nodiscard]] std::shared_ptr<const Peers> peers() const;

 private:
  UpstreamConfig config_;
  std::atomic<std::uint64_t> turns_{0};
  mutable std::mutex mutex_;  ///< of peers_, held for as long as a pointer takes to copy
  std::shared_ptr<const Peers> peers_;
};

}  // namespace reference::proxy

#include "reference/proxy/upstream.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace reference::proxy {
namespace {

std::shared_ptr<const Peers> make_peers(std::vector<std::shared_ptr<Peer>> list) {
  std::vector<unsigned> weights;
  weights.reserve(list.size());
  for (const auto& peer : list)
    weights.push_back(peer->weight());
  return std::make_shared<const Peers>(
      Peers{.list = std::move(list), .rotation = Rotation(std::move(weights))});
}

bool is_address(const std::string& host) {
  return host.find_first_not_of("0123456789.") == std::string::npos ||
         host.find(':') != std::string::npos;
}

/// The peer that is known at this address, or a new one.
std::shared_ptr<Peer> peer_at(const net::Endpoint& endpoint,
                              const PeerConfig& config,
                              const Peers& known) {
  for (const auto& peer : known.list) {
    if (peer->endpoint() == endpoint && peer->comes_from(config)) return peer;
  }
  return std::make_shared<Peer>(endpoint, config);
}

/// Appends the peers that a name stands for now; false when it cannot be resolved, and those known
/// so far stay.
bool add_resolved(const PeerConfig& config,
                  const Peers& known,
                  std::vector<std::shared_ptr<Peer>>& list) {
  const auto endpoints = net::resolve(config.host);
  if (!endpoints) {
    std::copy_if(known.list.begin(),
                 known.list.end(),
                 std::back_inserter(list),
                 [&config](const auto& peer) { return peer->comes_from(config); });
    return false;
  }
  for (const net::Endpoint& endpoint : *endpoints)
    list.push_back(peer_at(endpoint, config, known));
  return true;
}

}  // namespace

void Peer::failed(net::Deadline now) {
  if (config_.max_fails == 0) return;
  const net::Clock::duration span = config_.fail_timeout;
  const net::Clock::rep time = now.time_since_epoch().count();
  if (time - first_fail_.load() > span.count()) {
    first_fail_.store(time);
    fails_.store(0);
  }
  if (fails_.fetch_add(1) + 1 >= config_.max_fails) out_until_.store(time + span.count());
}

std::shared_ptr<Peer> Turn::next(net::Deadline now) {
  const PeerSet untried = PeerSet::first(peers_->list.size()).without(tried_);
  PeerSet out;
  for (std::size_t i = 0; i < peers_->list.size(); ++i) {
    if (peers_->list[i]->is_out(now)) out.add(i);
  }
  const PeerSet usable = untried.without(out);
  const auto picked = peers_->rotation.pick(number_, usable.empty() ? untried : usable);
  if (!picked) return nullptr;
  tried_.add(*picked);
  return peers_->list[*picked];
}

Upstream::Upstream(UpstreamConfig config)
    : config_(std::move(config)),
      peers_(make_peers({})) {}

Turn Upstream::take_turn() {
  return {peers(), turns_.fetch_add(1, std::memory_order_relaxed)};
}

std::shared_ptr<const Peers> Upstream::peers() const {
  const std::lock_guard lock(mutex_);
  return peers_;
}

bool Upstream::has_names() const {
  return std::any_of(config_.peers.begin(), config_.peers.end(), [](const PeerConfig& peer) {
    return !is_address(peer.host.host);
  });
}

bool Upstream::resolve() {
  const std::shared_ptr<const Peers> before = peers();
  std::vector<std::shared_ptr<Peer>> list;
  bool complete = true;
  for (const PeerConfig& config : config_.peers) {
    if (!add_resolved(config, *before, list)) complete = false;
  }
  if (list.size() > PeerSet::kMost) list.resize(PeerSet::kMost);
  if (list == before->list) return complete;
  const auto after = make_peers(std::move(list));
  const std::lock_guard lock(mutex_);
  peers_ = after;
  return complete;
}

}  // namespace reference::proxy

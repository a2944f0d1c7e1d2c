#include "reference/proxy/balancer.hpp"

#include <numeric>

namespace reference::proxy {

std::vector<std::uint8_t> one_round(std::span<const unsigned> weights, PeerSet among) {
  long sum = 0;
  unsigned common = 0;  // weights 20 and 10 make a round of 3, not of 30
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!among.has(i)) continue;
    sum += weights[i];
    common = std::gcd(common, weights[i]);
  }
  if (sum == 0) return {};

  std::vector<long> riches(weights.size(), 0);
  std::vector<std::uint8_t> round;
  for (long step = 0; step < sum / common; ++step) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (!among.has(i)) continue;
      riches[i] += weights[i];
      if (!best || riches[i] > riches[*best]) best = i;
    }
    riches[*best] -= sum;
    round.push_back(static_cast<std::uint8_t>(*best));
  }
  return round;
}

Rotation::Rotation(std::vector<unsigned> weights)
    : weights_(std::move(weights)),
      round_(one_round(weights_, PeerSet::first(weights_.size()))) {}

std::optional<std::size_t> Rotation::pick(std::uint64_t turn, PeerSet usable) const {
  if (usable.empty()) return std::nullopt;
  if (usable == PeerSet::first(weights_.size())) return round_[turn % round_.size()];
  const std::vector<std::uint8_t> round = one_round(weights_, usable);
  return round[turn % round.size()];
}

}  // namespace reference::proxy

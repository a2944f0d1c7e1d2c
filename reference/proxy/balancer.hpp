#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace reference::proxy {

/// Some of an upstream's peers, by their index.
class PeerSet {
 public:
  static constexpr std::size_t kMost = 64;

  static constexpr PeerSet first(std::size_t count) {
    return PeerSet(count >= kMost ? ~0ULL : (1ULL << count) - 1);
  }

  constexpr PeerSet() = default;
  constexpr void add(std::size_t peer) { bits_ |= 1ULL << peer; }
  [[nodiscard]] constexpr bool has(std::size_t peer) const { return (bits_ >> peer & 1) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr std::size_t size() const {
    return static_cast<std::size_t>(std::popcount(bits_));
  }
  [[nodiscard]] constexpr PeerSet without(PeerSet other) const {
    return PeerSet(bits_ & ~other.bits_);
  }
  bool operator==(const PeerSet&) const = default;

 private:
  constexpr explicit PeerSet(std::uint64_t bits)
      : bits_(bits) {}

  std::uint64_t bits_ = 0;
};

/// The order in which the peers take turns, one whole round: each as often as its weight says, and
/// spread as evenly as can be (weights 5, 1, 1 give A A B A C A A). This is nginx's smooth weighted
/// round robin: with each step every peer gains its weight, the richest is taken and pays the sum
/// of all.
std::vector<std::uint8_t> one_round(std::span<const unsigned> weights, PeerSet among);

/// The peers of an upstream as the balancer sees them.
class Rotation {
 public:
  explicit Rotation(std::vector<unsigned> weights);

  /// Whose turn it is among the peers not yet tried; nothing when all were. Pure: the same turn
  /// gives the same peer, so one counter that all threads share keeps the order strict.
  [[nodiscard]] std::optional<std::size_t> pick(std::uint64_t turn, PeerSet usable) const;

  [[nodiscard]] std::size_t size() const { return weights_.size(); }

 private:
  std::vector<unsigned> weights_;
  std::vector<std::uint8_t> round_;  ///< with every peer in it
};

}  // namespace reference::proxy

#pragma once

#include "reference/net/buffer.hpp"
#include "reference/net/http_head.hpp"
#include "reference/net/socket.hpp"
#include "reference/net/task.hpp"

#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

namespace reference::net {

/// How long a server waits for a client.
struct ClientTimeouts {
  milliseconds idle{75'000};   ///< between requests
  milliseconds head{10'000};   ///< from a request's first octet to the end of its head
  milliseconds body{30'000};   ///< for the next octets of a body
  milliseconds write{30'000};  ///< for the client to take the next octets of an answer
};

/// What came of waiting for a head.
struct ArrivedHead {
  std::string_view head{};  ///< in the input, not consumed; empty when none came
  std::size_t octets = 0;   ///< to consume: the head and the empty lines before it
  Refusal refusal{};  ///< what to answer instead; without it and a head, the other side has gone
  int error = 0;      ///< how it went, as Transfer says it

  /// The other side has gone without a word.
  [[nodiscard]] bool is_end() const { return head.empty() && !refusal; }
};

/// Reads up to the end of a head; the size of the block bounds its length.
Soon<ArrivedHead> read_head(Socket& from, Input& input, BlockSize size, Deadline deadline);

/// A body that nobody wants, told before its request is answered.
struct UnwantedBody {
  std::size_t arrived = 0;  ///< octets to consume
  std::size_t missing = 0;  ///< to be read and forgotten
  bool ends =
      true;  ///< false when its end is unknown or not worth the wait: so the connection ends
};

/// What there is of a request's body behind its head. Chunks are spoilt.
UnwantedBody look_at_body(const RequestHead& request, std::span<char> behind_head);

/// Reads octets and forgets them; false when they do not come.
Task<bool> skip(Socket& from, Input& input, std::size_t octets, milliseconds patience);

}  // namespace reference::net

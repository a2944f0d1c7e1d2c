#include "reference/net/http_connection.hpp"

#include "reference/net/body.hpp"

#include <algorithm>
#include <cerrno>
#include <optional>

namespace reference::net {
namespace {

constexpr std::size_t kMostSkipped = 1024 * 1024;

ArrivedHead head_too_large(std::string_view octets) {
  const bool within_first_line = octets.find('\n') == std::string_view::npos;
  return {.refusal = within_first_line ? Refusal{414, "the request line is longer than 16 KiB"}
                                       : Refusal{431, "the head is longer than 16 KiB"}};
}

/// What the octets say that have arrived; nothing while the head's end is missing.
std::optional<ArrivedHead> look_for_head(const Input& input, std::size_t searched) {
  const std::string_view octets = input.view();
  const HeadBounds bounds = find_head(octets, searched);
  if (bounds.refusal) return ArrivedHead{.refusal = bounds.refusal};
  if (bounds.end > 0) {
    return ArrivedHead{.head = octets.substr(bounds.begin, bounds.end - bounds.begin),
                       .octets = bounds.end};
  }
  if (input.full()) return head_too_large(octets);
  return std::nullopt;
}

Task<ArrivedHead> wait_for_head(Socket& from, Input& input, BlockSize size, Deadline deadline) {
  for (std::size_t searched = 0;;) {
    if (const auto found = look_for_head(input, searched)) co_return *found;
    searched = input.view().size();
    const Transfer got = co_await from.fill(input, size, deadline);
    if (got.error == ETIMEDOUT && !input.empty()) {
      co_return ArrivedHead{.refusal = {408, "the head did not arrive in time"},
                            .error = ETIMEDOUT};
    }
    if (!got || got.octets == 0) co_return ArrivedHead{.error = got.error};
  }
}

}  // namespace

Soon<ArrivedHead> read_head(Socket& from, Input& input, BlockSize size, Deadline deadline) {
  if (input.empty()) {
    const Transfer got = from.fill_now(input, size);
    if (got.octets == 0 && got.error != EAGAIN) return ArrivedHead{.error = got.error};
  }
  if (const auto found = look_for_head(input, 0)) return *found;  // nearly always, and whole
  return wait_for_head(from, input, size, deadline);
}

UnwantedBody look_at_body(const RequestHead& request, std::span<char> behind_head) {
  const Framing& framing = request.body;
  BodyDecoder decoder(framing);
  const std::size_t arrived = decoder.feed(behind_head).used;
  if (decoder.finished()) return {.arrived = arrived};
  const bool comes = framing.kind == Framing::Kind::length && framing.length <= kMostSkipped &&
                     !request.expects_continue;
  if (!comes) return {.arrived = arrived, .ends = false};
  return {.arrived = arrived, .missing = framing.length - arrived};
}

Task<bool> skip(Socket& from, Input& input, std::size_t octets, milliseconds patience) {
  while (octets > 0) {
    const Transfer got = co_await from.fill(input, BlockSize::medium, Clock::now() + patience);
    if (!got || got.octets == 0) co_return false;
    const std::size_t skipped = std::min(octets, got.octets);
    input.consume(skipped);
    octets -= skipped;
  }
  co_return true;
}

}  // namespace reference::net

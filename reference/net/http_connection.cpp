#include "reference/net/http_connection.hpp"

#include "reference/net/body.hpp"

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

Task<bool> skip_body(Socket& from, Input& input, Framing framing, ClientTimeouts timeouts) {
  BodyDecoder decoder(framing);
  std::size_t skipped = 0;
  for (;;) {
    const BodyDecoder::Part part = decoder.feed(input.octets());
    input.consume(part.used);
    skipped += part.used;
    if (decoder.finished()) co_return true;
    if (decoder.broken() || skipped > kMostSkipped) co_return false;
    const Deadline deadline = Clock::now() + timeouts.body;
    const Transfer got = co_await from.fill(input, BlockSize::medium, deadline);
    if (!got || got.octets == 0) co_return false;
  }
}

}  // namespace reference::net

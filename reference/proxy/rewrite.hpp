#pragma once

#include "reference/net/buffer.hpp"
#include "reference/net/http_head.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace reference::proxy {

// Heads on their way through the proxy: pure. What concerns one connection alone (hop-by-hop
// fields, RFC 9110, 7.6.1) stays behind; what tells of the way is added.

/// What the peer is told about the client.
struct Origin {
  std::string_view client;  ///< its address
  std::string_view host;    ///< for clients of HTTP/1.0 that name none
};

/// How many servers more an OPTIONS may pass, this one among them.
struct MaxForwards {
  std::optional<std::uint64_t> left;  ///< nothing where nobody has set a limit
  net::Refusal refusal;
};

/// Reads it; a number beyond all counting is the largest there is.
MaxForwards read_max_forwards(const net::Fields& fields);

/// A request head for a peer: Host kept, X-Forwarded-For, -Proto, -Host and Via added,
/// the Max-Forwards of OPTIONS, which must not be 0, less one.
void write_request_head(const net::RequestHead& request, const Origin& origin, net::Output& out);

/// How an answer's body goes to the client.
struct Delivery {
  bool chunked = false;  ///< else by its length, or until the connection ends
  bool has_body = true;  ///< false for HEAD
  bool keep_alive = true;
  int client_minor_version = 1;
};

/// An answer's head for the client. `date` is for answers that lack one.
void write_response_head(const net::ResponseHead& response,
                         const Delivery& delivery,
                         std::string_view date,
                         net::Output& out);

/// An interim answer (100, 103) for the client.
void write_interim_head(const net::ResponseHead& response, net::Output& out);

}  // namespace reference::proxy

#pragma once

#include "checker/core/observation.hpp"
#include "checker/core/probe.hpp"
#include "checker/util/deadline.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pinko::probe {

/// One request as the student's browser would send it: to `localhost`, which is the run's own
/// address.
struct HttpRequest {
  std::string address;  ///< where to connect, such as "127.77.0.7"
  std::uint16_t port = 80;
  std::string target = "/";  ///< path and query, already encoded
  std::string method = "GET";
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::chrono::milliseconds timeout{5000};
  std::size_t body_cap = 256 * 1024;  ///< bytes kept; what comes after ends the transfer
  std::uint16_t named_port = 0;       ///< in the Host header; 0: `port`
  bool http_1_0 = false;
  bool fresh_connection = false;  ///< one of its own, closed afterwards; kept ones stay as they are
  bool connect_only = false;      ///< nothing is sent; `answered` then means that somebody listens
};

struct HttpAnswer {
  HttpSeen seen;
  bool new_connection = true;  ///< false when a kept connection served the request
  bool refused = false;        ///< nobody listens there
  bool too_slow = false;       ///< `timeout` was over first
  double first_byte_s = 0;     ///< since the request was begun, as is the next
  double whole_s = 0;
};

/// A server's word that one who comes later may be served: too many requests (RFC 6585, 4), or
/// unavailable for now (RFC 9110, 15.6.4).
[[nodiscard]] constexpr bool is_later(int status) {
  return status == 429 || status == 503;
}

/// A row of requests that share a connection where the server keeps it. Not thread-safe; make one
/// per thread.
class HttpSession {
 public:
  virtual ~HttpSession() = default;
  [[nodiscard]] virtual HttpAnswer send(const HttpRequest& request) = 0;

 protected:
  HttpSession() = default;
  HttpSession(const HttpSession&) = default;
  HttpSession& operator=(const HttpSession&) = default;
};

/// The seam to the network. Whatever a server does is an observation; nothing here is an Error.
class HttpClient {
 public:
  virtual ~HttpClient() = default;
  [[nodiscard]] virtual std::unique_ptr<HttpSession> open() = 0;

 protected:
  HttpClient() = default;
  HttpClient(const HttpClient&) = default;
  HttpClient& operator=(const HttpClient&) = default;
};

/// HTTP/1.1 by libcurl: no redirects, no proxies of the environment, no compression, nothing but
/// http.
[[nodiscard]] std::unique_ptr<HttpClient> make_http_client();

/// Sends requests to one server, and again where nginx itself refuses one for now: with limit_req
/// it lets only so many pass in a second. A server behind it that is broken sends another page.
class PatientSender {
 public:
  /// Who refuses for longer than a limit of one in a second would is not waited for any more.
  [[nodiscard]] HttpAnswer send(HttpSession& session,
                                const HttpRequest& request,
                                Deadline deadline);

 private:
  bool patient_ = true;
};

/// What `p` sees on the run's address.
[[nodiscard]] HttpSeen see(const HttpGet& p, HttpClient& client, const std::string& address);

/// A path as a URL's target: every byte that RFC 3986 does not allow in a segment is
/// percent-encoded.
[[nodiscard]] std::string encode_path(std::string_view path);

}  // namespace pinko::probe

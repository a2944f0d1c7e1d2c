#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::test {

/// What a tiny server answers: all of it, or less, for servers that misbehave.
struct TinyAnswer {
  int status = 200;
  std::string type = "text/html; charset=utf-8";
  std::string body = {};
  std::string headers = {};  ///< further lines, each with its CRLF
  bool silent = false;       ///< says nothing, and keeps the connection
  bool unfinished = false;   ///< promises more than it sends, and keeps the connection
};

/// A server for tests on a loopback address such as 127.77.9.1: HTTP/1.1, kept connections, a
/// thread per connection. It is up once it is made, and gone, connections and all, once destroyed.
class TinyServer {
 public:
  /// `answer` is called from several threads with the request's method and target.
  using Answer = std::function<TinyAnswer(std::string_view method, std::string_view target)>;

  /// Throws std::system_error when it cannot listen there.
  TinyServer(const std::string& address, std::uint16_t port, Answer answer);
  ~TinyServer();
  TinyServer(const TinyServer&) = delete;
  TinyServer& operator=(const TinyServer&) = delete;

  /// The request lines so far, "GET /api/hello", in the order in which they came.
  [[nodiscard]] std::vector<std::string> asked() const;

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace pinko::test

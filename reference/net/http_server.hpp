#pragma once

#include "reference/net/endpoint.hpp"
#include "reference/net/http_connection.hpp"
#include "reference/net/log.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <variant>

namespace reference::net {

/// A body that is in memory; the owner keeps the octets alive.
struct MemoryBody {
  std::shared_ptr<const void> owner;
  std::string_view octets;
};

/// A body that is a part of an open file.
struct FileBody {
  std::shared_ptr<const int> descriptor;
  off_t from = 0;
  std::size_t length = 0;
};

/// What to answer a request with; the handler writes fields of its own beside it.
struct Answer {
  int status = 200;
  std::variant<std::monostate, MemoryBody, FileBody> body;

  [[nodiscard]] std::uint64_t length() const;
  /// A sentence as the body; the Content-Type goes to the fields.
  static Answer text(int status, std::string_view reason, Output& fields);
};

/// From a request to its answer: no sockets, no waiting.
using Handler = std::function<Answer(const RequestHead& request, Output& fields)>;

/// An HTTP/1.1 server of answers that are at hand: what the web server and the API server share.
/// One for each loop.
class HttpServer {
 public:
  struct Settings {
    std::string name;  ///< in the Server field and in the log
    ClientTimeouts timeouts;
    bool log_proxied = true;  ///< requests that came through a proxy are in its log already
  };

  HttpServer(EventLoop& loop, Settings settings, Handler handler, Log& log);

  /// One client, from its first request to its last.
  Task<> serve(Socket client, Endpoint from);

 private:
  enum class Next : std::uint8_t { wait, close, close_gently };

  Task<Next> answer_requests(Socket& client, Input& input);
  Soon<Transfer> send(Socket& client, const Answer& answer, std::string_view head, bool last);
  Task<Transfer> send_file(Socket& client, const FileBody& file, std::string_view head);
  void write_head(Output& head, const Answer& answer, std::string_view fields, bool keep_alive);
  Answer refuse_for_length(Output& head, Output& fields, bool keep_alive);
  void log_request(const Answer& answer);

  EventLoop& loop_;
  Settings settings_;
  Handler handler_;
  Log& log_;
  DateText date_;
  RequestHead request_;  ///< the one in hand; never kept across a wait
};

}  // namespace reference::net

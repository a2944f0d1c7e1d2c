#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pinko {

/// A socket that waits for connections.
struct ListeningSocket {
  std::string address;  ///< "0.0.0.0", "127.0.0.1", "::"
  std::uint16_t port = 0;
  std::string inode;  ///< as links of /proc/PID/fd name it
};

/// Those of a table such as /proc/net/tcp or /proc/net/tcp6, or of both in a row (proc(5)). Lines
/// that are none of it are passed over.
[[nodiscard]] std::vector<ListeningSocket> listening_sockets(std::string_view table);

}  // namespace pinko

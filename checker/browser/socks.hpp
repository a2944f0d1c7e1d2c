#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

/// The part of SOCKS 5 (RFC 1928) that a browser speaks to its proxy: no authentication, CONNECT.
namespace pinko::browser {

/// More bytes have to come.
struct SocksUnfinished {};

/// Not SOCKS 5, or more of it than is spoken here.
struct SocksInvalid {};

/// The greeting is whole: answer kSocksWelcome.
struct SocksGreeting {
  std::size_t size = 0;  ///< bytes to take off
};

/// Where the browser wants to go.
struct SocksConnect {
  std::size_t size = 0;  ///< bytes to take off
  std::string host;      ///< a name, or an address in its usual form
  std::uint16_t port = 0;
};

using SocksGreetingRead = std::variant<SocksUnfinished, SocksInvalid, SocksGreeting>;
using SocksConnectRead = std::variant<SocksUnfinished, SocksInvalid, SocksConnect>;

[[nodiscard]] SocksGreetingRead read_socks_greeting(std::string_view bytes);
[[nodiscard]] SocksConnectRead read_socks_connect(std::string_view bytes);

/// "No authentication is needed."
inline constexpr std::string_view kSocksWelcome{"\x05\x00", 2};

enum class SocksAnswer : std::uint8_t { connected = 0, refused = 5 };

/// The answer to a CONNECT.
[[nodiscard]] std::string socks_answer(SocksAnswer answer);

}  // namespace pinko::browser

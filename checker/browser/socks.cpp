#include "checker/browser/socks.hpp"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <sys/socket.h>

namespace pinko::browser {
namespace {

constexpr unsigned kVersion = 5;
constexpr unsigned kConnect = 1;
constexpr unsigned kNoAuthentication = 0;
constexpr unsigned kIpv4 = 1;
constexpr unsigned kName = 3;
constexpr unsigned kIpv6 = 4;

unsigned byte_at(std::string_view bytes, std::size_t index) {
  return static_cast<unsigned char>(bytes[index]);
}

std::string address_text(int family, std::string_view bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(family, bytes.data(), text.data(), static_cast<socklen_t>(text.size()));
  return text.data();
}

}  // namespace

SocksGreetingRead read_socks_greeting(std::string_view bytes) {
  if (!bytes.empty() && byte_at(bytes, 0) != kVersion) return SocksInvalid{};
  if (bytes.size() < 2) return SocksUnfinished{};
  const std::size_t methods = byte_at(bytes, 1);
  if (bytes.size() < 2 + methods) return SocksUnfinished{};
  if (bytes.substr(2, methods).find(static_cast<char>(kNoAuthentication)) ==
      std::string_view::npos) {
    return SocksInvalid{};
  }
  return SocksGreeting{.size = 2 + methods};
}

SocksConnectRead read_socks_connect(std::string_view bytes) {
  constexpr std::size_t kHead = 4;
  if (!bytes.empty() && byte_at(bytes, 0) != kVersion) return SocksInvalid{};
  if (bytes.size() < kHead + 1) return SocksUnfinished{};
  if (byte_at(bytes, 1) != kConnect) return SocksInvalid{};
  const unsigned kind = byte_at(bytes, 3);
  const std::size_t start = kind == kName ? kHead + 1 : kHead;
  std::size_t length = 0;
  if (kind == kIpv4) {
    length = sizeof(in_addr);
  } else if (kind == kIpv6) {
    length = sizeof(in6_addr);
  } else if (kind == kName) {
    length = byte_at(bytes, kHead);
  } else {
    return SocksInvalid{};
  }
  if (bytes.size() < start + length + 2) return SocksUnfinished{};
  const std::string_view host = bytes.substr(start, length);
  return SocksConnect{.size = start + length + 2,
                      .host = kind == kName
                                  ? std::string(host)
                                  : address_text(kind == kIpv4 ? AF_INET : AF_INET6, host),
                      .port = static_cast<std::uint16_t>(byte_at(bytes, start + length) << 8U |
                                                         byte_at(bytes, start + length + 1))};
}

std::string socks_answer(SocksAnswer answer) {
  std::string bytes(10, '\0');
  bytes[0] = static_cast<char>(kVersion);
  bytes[1] = static_cast<char>(answer);
  bytes[3] = static_cast<char>(kIpv4);
  return bytes;
}

}  // namespace pinko::browser

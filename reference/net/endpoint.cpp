#include "reference/net/endpoint.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cstring>
#include <netdb.h>

namespace reference::net {
namespace {

/// An IPv4 address in its usual form. One is written for each client: inet_ntop would take five
/// times as long.
std::string dotted(std::uint32_t address) {
  std::string text;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    if (!text.empty()) text.push_back('.');
    text += std::to_string(address >> shift & 0xffU);
  }
  return text;
}

}  // namespace

Endpoint::Endpoint(const sockaddr* address, socklen_t length)
    : length_(std::min<socklen_t>(length, sizeof storage_)) {
  std::memcpy(&storage_, address, length_);
}

std::uint16_t Endpoint::port() const {
  return ntohs(storage_.sin6_port);
}  // same place in both

std::string Endpoint::host() const {
  if (family() == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &storage_, sizeof v4);
    return dotted(ntohl(v4.sin_addr.s_addr));
  }
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(AF_INET6, &storage_.sin6_addr, text.data(), text.size());
  return text.data();
}

std::string Endpoint::text() const {
  std::string text = host();
  if (family() == AF_INET6) text.insert(0, 1, '[').push_back(']');
  return text.append(":").append(std::to_string(port()));
}

Result<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) {
    return Problem{"a port is a number from 1 to 65535, not \"" + std::string(text) + "\""};
  }
  return port;
}

Result<HostPort> parse_host_port(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) {
    return Problem{"an address is HOST:PORT, not \"" + std::string(text) + "\""};
  }
  std::string_view host = text.substr(0, colon);
  if (host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return Problem{"an IPv6 address is written [" + std::string(host) + "]:PORT"};
  }
  Result<std::uint16_t> port = parse_port(text.substr(colon + 1));
  if (!port) return Problem{port.problem()};
  return HostPort{.host = std::string(host), .port = *port};
}

Result<HostPort> parse_listen_address(std::string_view text) {
  if (!text.ends_with(":0")) return parse_host_port(text);
  Result<HostPort> address = parse_host_port(std::string(text).append("1"));  // :01, which is sound
  if (address) address->port = 0;
  return address;
}

Result<std::vector<Endpoint>> resolve(const HostPort& host) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error =
      getaddrinfo(host.host.c_str(), std::to_string(host.port).c_str(), &wanted, &found);
  if (error != 0) {
    return Problem{"cannot find the address of " + host.host + ": " + gai_strerror(error)};
  }
  std::vector<Endpoint> endpoints;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    endpoints.emplace_back(one->ai_addr, one->ai_addrlen);
  }
  freeaddrinfo(found);
  const auto by_text = [](const Endpoint& a, const Endpoint& b) { return a.text() < b.text(); };
  std::sort(endpoints.begin(), endpoints.end(), by_text);
  endpoints.erase(std::unique(endpoints.begin(), endpoints.end()), endpoints.end());
  return endpoints;
}

}  // namespace reference::net

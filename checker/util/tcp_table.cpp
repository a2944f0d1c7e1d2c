#include "checker/util/tcp_table.hpp"

#include "checker/util/text.hpp"

#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <netinet/in.h>
#include <optional>
#include <sstream>
#include <utility>

namespace pinko {
namespace {

constexpr std::string_view kListening = "0A";

std::optional<std::uint32_t> parse_hex(std::string_view digits) {
  std::uint32_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

/// "0100007F" is 127.0.0.1: words of 32 bits in the machine's own byte order.
std::optional<std::string> parse_address(std::string_view hex) {
  std::array<std::uint32_t, 4> words{};
  const std::size_t count = hex.size() / 8;
  if (hex.size() % 8 != 0 || (count != 1 && count != 4)) return std::nullopt;
  for (std::size_t i = 0; i < count; ++i) {
    const auto word = parse_hex(hex.substr(i * 8, 8));
    if (!word) return std::nullopt;
    words.at(i) = *word;
  }
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(count == 1 ? AF_INET : AF_INET6, words.data(), text.data(), text.size());
  return std::string(text.data());
}

std::optional<ListeningSocket> parse_line(std::string_view line) {
  std::istringstream words{std::string(line)};
  std::string number, local, remote, state, queues, timer, retransmits, user, timeout, inode;
  words >> number >> local >> remote >> state >> queues >> timer >> retransmits >> user >>
      timeout >> inode;
  const std::size_t colon = local.find(':');
  if (state != kListening || colon == std::string::npos) return std::nullopt;
  auto address = parse_address(std::string_view(local).substr(0, colon));
  const auto port = parse_hex(std::string_view(local).substr(colon + 1));
  if (!address || !port) return std::nullopt;
  return ListeningSocket{.address = *std::move(address),
                         .port = static_cast<std::uint16_t>(*port),
                         .inode = std::move(inode)};
}

}  // namespace

std::vector<ListeningSocket> listening_sockets(std::string_view table) {
  std::vector<ListeningSocket> sockets;
  for (const std::string_view line : split_lines(table)) {
    if (auto socket = parse_line(line)) sockets.push_back(*std::move(socket));
  }
  return sockets;
}

}  // namespace pinko

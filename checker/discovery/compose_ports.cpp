#include "checker/discovery/compose_file.hpp"
#include "checker/util/text.hpp"

#include <charconv>

namespace pinko::discovery {
namespace {

struct Range {
  std::uint16_t first = 0;
  std::uint16_t last = 0;
};

std::optional<std::uint16_t> parse_number(std::string_view text) {
  std::uint16_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  if (!whole || value == 0) return std::nullopt;
  return value;
}

std::optional<Range> parse_range(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto first = parse_number(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : parse_number(text.substr(dash + 1));
  if (!first || !last || *first > *last) return std::nullopt;
  return Range{.first = *first, .last = *last};
}

}  // namespace

std::optional<PortMapping> parse_port(std::string_view text) {
  PortMapping port;
  port.text = text;
  if (const std::size_t slash = text.rfind('/'); slash != std::string_view::npos) {
    port.protocol = to_lower(text.substr(slash + 1));
    if (port.protocol != "tcp" && port.protocol != "udp" && port.protocol != "sctp") {
      return std::nullopt;
    }
    text = text.substr(0, slash);
  }
  const std::size_t colon = text.rfind(':');
  const auto container =
      parse_range(colon == std::string_view::npos ? text : text.substr(colon + 1));
  if (!container) return std::nullopt;
  port.container_first = container->first;
  port.container_last = container->last;
  if (colon == std::string_view::npos) return port;
  text = text.substr(0, colon);
  const std::size_t before = text.rfind(':');
  if (before != std::string_view::npos) {
    port.host_ip = text.substr(0, before);
    if (port.host_ip.starts_with('[') && port.host_ip.ends_with(']')) {
      port.host_ip = port.host_ip.substr(1, port.host_ip.size() - 2);
    }
    text = text.substr(before + 1);
  }
  if (text.empty()) return port;  // "127.0.0.1::80": the engine chooses
  const auto host = parse_range(text);
  if (!host) return std::nullopt;
  port.host_first = host->first;
  port.host_last = host->last;
  const bool wider = container->last - container->first > 0;
  if (wider && host->last - host->first != container->last - container->first) return std::nullopt;
  return port;
}

}  // namespace pinko::discovery

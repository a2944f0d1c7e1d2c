#include "reference/net/target.hpp"

#include "reference/net/characters.hpp"

namespace reference::net {
namespace {

std::optional<std::string> decode(std::string_view path) {
  std::string decoded;
  decoded.reserve(path.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] != '%') {
      decoded += path[i];
      continue;
    }
    if (path.size() - i < 3) return std::nullopt;
    const int high = hex_value(path[i + 1]);
    const int low = hex_value(path[i + 2]);
    if (high < 0 || low < 0 || high + low == 0) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

}  // namespace

bool is_normal_path(std::string_view path) {
  return path.starts_with('/') && path.find('%') == std::string_view::npos &&
         path.find("//") == std::string_view::npos && path.find("/.") == std::string_view::npos;
}

std::optional<std::string> normal_path(std::string_view path) {
  const std::optional<std::string> decoded = decode(path);
  if (!decoded || !decoded->starts_with('/')) return std::nullopt;
  std::string normal;
  std::string_view rest = *decoded;
  while (!rest.empty()) {
    rest.remove_prefix(1);  // the slash
    const std::string_view part = rest.substr(0, rest.find('/'));
    rest.remove_prefix(part.size());
    const bool last = rest.empty();
    if (part == "..") {
      if (normal.empty()) return std::nullopt;
      normal.resize(normal.rfind('/'));
    } else if (!part.empty() && part != ".") {
      normal += '/';
      normal += part;
      if (last) return normal;
    }
    if (last) normal += '/';
  }
  return normal;
}

}  // namespace reference::net

#include "checker/engine/compose_model.hpp"

#include "checker/util/text.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace pinko::engine {
namespace {

/// "80", "8080:80/tcp", "127.0.0.1:80:80", "[::1]:80:80".
std::optional<ModelPort> short_port(std::string_view text) {
  ModelPort port;
  if (const std::size_t slash = text.rfind('/'); slash != std::string_view::npos) {
    port.protocol = text.substr(slash + 1);
    text = text.substr(0, slash);
  }
  const std::size_t last = text.rfind(':');
  port.container = text.substr(last == std::string_view::npos ? 0 : last + 1);
  if (last != std::string_view::npos) {
    const std::string_view rest = text.substr(0, last);
    const std::size_t before = rest.rfind(':');
    port.host = rest.substr(before == std::string_view::npos ? 0 : before + 1);
  }
  if (first_port(port.container) == 0) return std::nullopt;
  return port;
}

}  // namespace

std::uint16_t first_port(std::string_view text) {
  std::uint16_t port = 0;
  std::from_chars(text.data(), text.data() + text.size(), port);
  return port;
}

std::optional<ModelPort> model_port(const Json& entry) {
  if (!entry.is_object()) return short_port(text_of(entry));
  ModelPort port{.host = text_at(entry, "published"), .container = text_at(entry, "target")};
  if (const std::string protocol = text_at(entry, "protocol"); !protocol.empty()) {
    port.protocol = protocol;
  }
  if (first_port(port.container) == 0) return std::nullopt;
  return port;
}

std::optional<ModelVolume> model_volume(const Json& entry) {
  if (entry.is_object()) {
    return ModelVolume{.type = text_at(entry, "type"),
                       .source = text_at(entry, "source"),
                       .target = text_at(entry, "target"),
                       .read_only = truth_at(entry, "read_only")};
  }
  const std::string text = text_of(entry);
  const std::vector<std::string_view> parts = split(text, ':');
  if (text.empty() || parts.size() > 3) return std::nullopt;
  if (parts.size() == 1) return ModelVolume{.type = "volume", .source = {}, .target = text};
  const bool path =
      parts[0].starts_with('/') || parts[0].starts_with('.') || parts[0].starts_with('~');
  const bool read_only = parts.size() == 3 && parts[2].starts_with("ro");
  return ModelVolume{.type = path ? "bind" : "volume",
                     .source = std::string(parts[0]),
                     .target = std::string(parts[1]),
                     .read_only = read_only};
}

bool is_time_zone(const ModelVolume& volume) {
  const bool known = volume.source == "/etc/localtime" || volume.source == "/etc/timezone";
  return known && volume.type == "bind" && volume.target == volume.source && volume.read_only;
}

std::string plain_image(std::string_view name) {
  std::string text(name);
  for (const std::string_view prefix : {"docker.io/", "library/"}) {
    if (text.starts_with(prefix)) text.erase(0, prefix.size());
  }
  const std::size_t slash = text.rfind('/');
  const std::size_t colon = text.rfind(':');
  const bool tagged = colon != std::string::npos && (slash == std::string::npos || colon > slash);
  return tagged ? text : text + ":latest";
}

std::string image_part(std::string_view service) {
  std::string name = to_lower(service);
  for (char& c : name) {
    const bool usual = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    if (!usual) c = '-';
  }
  while (name.starts_with('-'))
    name.erase(0, 1);
  while (name.ends_with('-'))
    name.pop_back();
  return name.empty() ? "service" : name;
}

std::string without_escapes(const std::string& text) {
  return replace_all(text, "$$", "$");
}

bool is_private_subnet(std::string_view subnet) {
  if (subnet.starts_with("10.") || subnet.starts_with("192.168.")) return true;
  for (int second = 16; second < 32; ++second) {
    if (subnet.starts_with("172." + std::to_string(second) + ".")) return true;
  }
  return false;
}

std::vector<std::string> names_in(const Json& list_or_map) {
  if (list_or_map.is_array()) return texts_of(list_or_map);
  std::vector<std::string> names;
  if (!list_or_map.is_object()) return names;
  for (const auto& [name, value] : list_or_map.items())
    names.push_back(name);
  return names;
}

bool is_inside(const std::filesystem::path& path, const std::filesystem::path& folder) {
  std::error_code error;
  const std::filesystem::path top = std::filesystem::weakly_canonical(folder, error);
  if (error) return false;
  const std::filesystem::path from = path.is_absolute() ? path : folder / path;
  const std::filesystem::path real = std::filesystem::weakly_canonical(from, error);
  if (error) return false;
  // A link that leads nowhere yet is not resolved; who makes its end decides where it leads.
  std::filesystem::path walked;
  for (const std::filesystem::path& part : real) {
    walked /= part;
    if (std::filesystem::is_symlink(walked, error)) return false;
  }
  const std::filesystem::path relative = real.lexically_relative(top);
  return !relative.empty() && *relative.begin() != "..";
}

}  // namespace pinko::engine

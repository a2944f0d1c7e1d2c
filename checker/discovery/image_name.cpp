#include "checker/discovery/image_name.hpp"

#include <algorithm>

namespace pinko::discovery {
namespace {

constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kTagChars =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";

bool only(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == std::string_view::npos;
}

/// Path components of the distribution specification: lower case, separators inside only. Two
/// underscores may stand together, and any number of dashes.
bool is_repository(std::string_view text) {
  if (text.empty() || !only(text, "abcdefghijklmnopqrstuvwxyz0123456789._-/")) return false;
  if (text.find("___") != std::string_view::npos) return false;
  char before = '/';
  for (const char c : text) {
    const bool plain = kLower.find(c) != std::string_view::npos;
    const bool doubled = (c == '_' || c == '-') && before == c;
    if (!plain && !doubled && kLower.find(before) == std::string_view::npos) return false;
    before = c;
  }
  return kLower.find(before) != std::string_view::npos;
}

bool is_tag(std::string_view text) {
  return !text.empty() && text.size() <= 128 && only(text, kTagChars) && text.front() != '.' &&
         text.front() != '-';
}

bool is_digest(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == 0 || colon == std::string_view::npos) return false;
  const std::string_view hex = text.substr(colon + 1);
  return hex.size() >= 32 && only(hex, "0123456789abcdef");
}

/// The first component is a host when nothing else could be: "localhost", a dot, a port.
bool is_host(std::string_view component) {
  return component == "localhost" || component.find_first_of(".:") != std::string_view::npos ||
         std::any_of(
             component.begin(), component.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

ImageName parse_image_name(std::string_view text) {
  ImageName name;
  if (const std::size_t at = text.find('@'); at != std::string_view::npos) {
    if (!is_digest(text.substr(at + 1))) return {};
    name.digest = text.substr(at + 1);
    text = text.substr(0, at);
  }
  const std::size_t slash = text.rfind('/');
  const std::size_t colon = text.rfind(':');
  if (colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash)) {
    if (!is_tag(text.substr(colon + 1))) return {};
    name.tag = text.substr(colon + 1);
    text = text.substr(0, colon);
  }
  const std::size_t first = text.find('/');
  name.registry = "docker.io";
  if (first != std::string_view::npos && is_host(text.substr(0, first))) {
    name.registry = text.substr(0, first);
    text = text.substr(first + 1);
  }
  if (name.registry == "index.docker.io") name.registry = "docker.io";
  if (!is_repository(text)) return {};
  const bool official = name.registry == "docker.io" && text.find('/') == std::string_view::npos;
  name.repository = (official ? "library/" : "") + std::string(text);
  return name;
}

bool is_official(const ImageName& name, std::string_view official) {
  return name.registry == "docker.io" && name.repository == "library/" + std::string(official);
}

bool is_latest(const ImageName& name, std::string_view official) {
  return is_official(name, official) && (name.tag.empty() || name.tag == "latest");
}

}  // namespace pinko::discovery

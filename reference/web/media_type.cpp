#include "reference/web/media_type.hpp"

#include "reference/net/http_head.hpp"

#include <algorithm>

namespace reference::web {
namespace {

struct Ending {
  std::string_view ending;
  std::string_view type;
};

constexpr Ending kEndings[] = {
    {"avif", "image/avif"},       {"css", "text/css"},
    {"csv", "text/csv"},          {"eot", "application/vnd.ms-fontobject"},
    {"gif", "image/gif"},         {"htm", "text/html"},
    {"html", "text/html"},        {"ico", "image/x-icon"},
    {"jpeg", "image/jpeg"},       {"jpg", "image/jpeg"},
    {"js", "text/javascript"},    {"json", "application/json"},
    {"map", "application/json"},  {"mjs", "text/javascript"},
    {"mp3", "audio/mpeg"},        {"mp4", "video/mp4"},
    {"otf", "font/otf"},          {"pdf", "application/pdf"},
    {"png", "image/png"},         {"svg", "image/svg+xml"},
    {"ttf", "font/ttf"},          {"txt", "text/plain"},
    {"wasm", "application/wasm"}, {"webm", "video/webm"},
    {"webp", "image/webp"},       {"woff", "font/woff"},
    {"woff2", "font/woff2"},      {"xml", "text/xml"},
    {"zip", "application/zip"},
};

}  // namespace

std::string_view media_type(std::string_view file) {
  file.remove_prefix(file.rfind('/') + 1);  // npos + 1 is 0
  const std::size_t dot = file.rfind('.');
  if (dot != std::string_view::npos) {
    const std::string_view ending = file.substr(dot + 1);
    const auto* found =
        std::find_if(std::begin(kEndings), std::end(kEndings), [&](const Ending& e) {
          return net::same_word(e.ending, ending);
        });
    if (found != std::end(kEndings)) return found->type;
  }
  return "application/octet-stream";
}

}  // namespace reference::web

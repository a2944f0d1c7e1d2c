#include "checker/browser/lender.hpp"

#include "checker/util/base64.hpp"
#include "checker/util/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <fstream>
#include <iterator>

namespace pinko::browser {
namespace {

using nlohmann::json;

/// Servers that hand out jQuery, with the beginning of its path there.
constexpr std::array<std::string_view, 5> kServers{"code.jquery.com/jquery-",
                                                   "ajax.googleapis.com/ajax/libs/jquery/",
                                                   "cdnjs.cloudflare.com/ajax/libs/jquery/",
                                                   "cdn.jsdelivr.net/npm/jquery@",
                                                   "unpkg.com/jquery@"};

/// The last minor releases of 1, 2 and 3; there was one 4 when this was written.
constexpr std::array<int, 5> kLastMinor{-1, 12, 2, 7, 0};

/// Takes a number, and the dot behind it, off the front; nothing where there is none.
std::optional<int> take_number(std::string_view& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (text.starts_with('.') && text.size() > 1 &&
      std::isdigit(static_cast<unsigned char>(text[1])) != 0) {
    text.remove_prefix(1);
  }
  return number;
}

/// Elements are told of before the parser has them run.
constexpr std::string_view kUnsealing = R"js((() => {
  const lent = (src) => SERVERS.some((server) => src.replace(/^https?:\/\//, '').startsWith(server));
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node.localName === 'script' && node.integrity && lent(node.src)) {
          node.removeAttribute('integrity');
        }
      }
    }
  }).observe(document, {subtree: true, childList: true});
})())js";

/// `3.6.0` and what follows is how a whole jQuery is called.
bool names_release(std::string_view text) {
  const std::optional<int> major = take_number(text);
  const std::optional<int> minor = take_number(text);
  const std::optional<int> patch = take_number(text);
  if (!major || !minor || !patch || *major < 1) return false;
  const auto row = static_cast<std::size_t>(*major);
  if (row >= kLastMinor.size() || *minor > kLastMinor[row] || *patch > 9) return false;
  constexpr std::array<std::string_view, 6> kEnds{
      ".js", ".min.js", "/jquery.js", "/jquery.min.js", "/dist/jquery.js", "/dist/jquery.min.js"};
  return std::ranges::find(kEnds, text) != kEnds.end();
}

}  // namespace

bool is_lent(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos || !url.starts_with("http")) return false;
  url.remove_prefix(scheme + 3);
  return std::ranges::any_of(kServers, [url](std::string_view server) {
    return url.starts_with(server) && names_release(url.substr(server.size()));
  });
}

Lender::Lender(const std::filesystem::path& jquery) {
  std::ifstream file(jquery, std::ios::binary);
  body_ = to_base64(std::string(std::istreambuf_iterator<char>(file), {}));
}

std::vector<Command> Lender::beginning(const std::string& session, std::string_view world) const {
  if (body_.empty()) return {};
  json patterns = json::array();
  for (const std::string_view server : kServers)
    patterns.push_back({{"urlPattern", "*://" + std::string(server) + '*'}});
  const json asking{{"patterns", std::move(patterns)}};
  const std::string source = replace_all(std::string(kUnsealing), "SERVERS", json(kServers).dump());
  const json unsealing{{"source", source}, {"worldName", world}};
  return {{.method = "Fetch.enable", .params = asking.dump(), .session = session},
          {.method = "Page.addScriptToEvaluateOnNewDocument",
           .params = unsealing.dump(),
           .session = session}};
}

std::optional<Command> Lender::answer(const Event& event, const std::string& session) const {
  const auto* paused = std::get_if<RequestPaused>(&event);
  if (paused == nullptr) return std::nullopt;
  json params{{"requestId", paused->id}};
  if (!is_lent(paused->url)) {
    return Command{.method = "Fetch.continueRequest", .params = params.dump(), .session = session};
  }
  params["responseCode"] = 200;
  params["responseHeaders"] = {{{"name", "Content-Type"}, {"value", "text/javascript"}},
                               {{"name", "Access-Control-Allow-Origin"}, {"value", "*"}}};
  params["body"] = body_;
  return Command{.method = "Fetch.fulfillRequest", .params = params.dump(), .session = session};
}

}  // namespace pinko::browser

// What a browser sends over its pipe, a page may have written: messages apart by NUL bytes are read
// and told to the story of a page, which keeps within its caps.

#include "checker/browser/devtools.hpp"
#include "checker/browser/page_story.hpp"
#include "checker/browser/socks.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace pinko;
using namespace pinko::browser;

void demand(bool holds) {
  if (!holds) std::abort();
}

void tell_story(std::string_view bytes) {
  const PageCaps caps;
  PageStory story("F", caps);
  PageStory::Time now{};
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\0');
    const auto message = parse_message(bytes.substr(0, end));
    if (message) story.take(message->event, now);
    if (!message) demand(message.error().code == ErrorCode::browser);
    now += std::chrono::milliseconds(1);
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
  }
  (void)story.rests_at();
  const PageSeen seen = story.told(true, now - PageStory::Time{});
  demand(seen.requests.size() <= caps.requests);
}

/// A whole greeting or request never takes more bytes than there are.
void greet(std::string_view bytes) {
  const SocksGreetingRead greeting = read_socks_greeting(bytes);
  if (const auto* whole = std::get_if<SocksGreeting>(&greeting)) {
    demand(whole->size > 0 && whole->size <= bytes.size());
    bytes.remove_prefix(whole->size);
  }
  const SocksConnectRead connect = read_socks_connect(bytes);
  if (const auto* whole = std::get_if<SocksConnect>(&connect)) {
    demand(whole->size > 0 && whole->size <= bytes.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  tell_story(bytes);
  greet(bytes);
  return 0;
}

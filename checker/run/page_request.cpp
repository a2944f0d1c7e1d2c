#include "checker/run/page_request.hpp"

#include "checker/discovery/page.hpp"
#include "checker/probe/sources.hpp"
#include "checker/run/compose_reading.hpp"

#include <algorithm>
#include <string_view>

namespace pinko::run {
namespace {

/// What the page may ask for: the statement's ports and all others that the stack publishes.
std::vector<std::uint16_t> own_ports(const Scene& scene) {
  std::vector<std::uint16_t> ports{80, 5252, 9000};
  const ComposeSeen* compose = scene.seen(ReadCompose{});
  if (compose == nullptr) return ports;
  for (const PublishedPort& port : published_ports(*compose))
    ports.push_back(port.host_port);
  return ports;
}

/// Whether a page or script of the task that has to do with the element waits by the clock.
bool waits_by_clock(const Sources& task, std::string_view id) {
  return std::ranges::any_of(task.texts, [id](const auto& file) {
    const auto& [path, text] = file;
    if (path.ends_with(".js") || path.ends_with(".mjs")) return discovery::waits_by_clock(text, id);
    if (!path.ends_with(".html")) return false;
    const discovery::Page page = discovery::parse_page(text);
    return std::ranges::any_of(page.scripts, [id](const discovery::PageScript& script) {
      return script.runs && discovery::waits_by_clock(script.text, id);
    });
  });
}

}  // namespace

browser::PageRequest page_request(const LoadPage& p, Scene& scene) {
  browser::PageRequest request;
  request.url =
      p.port == 80 ? "http://localhost/" : "http://localhost:" + std::to_string(p.port) + "/";
  request.address = scene.address;
  request.ports = own_ports(scene);
  request.selector = std::string(p.selector);
  request.screenshot = scene.shell.screenshots;
  request.wanted = std::string(p.wanted);
  const std::string_view id = p.selector.substr(p.selector.find('#') + 1);
  request.waits_by_clock = waits_by_clock(probe::read_sources(scene.submission, scene.task), id);
  request.deadline = scene.within(std::chrono::seconds(20));
  request.stop = scene.shell.stop;
  request.ready = scene.settled;
  return request;
}

}  // namespace pinko::run

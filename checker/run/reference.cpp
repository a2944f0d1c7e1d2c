#include "checker/run/reference.hpp"

#include "checker/probe/comparison.hpp"
#include "reference/stack.hpp"

namespace pinko::run {
namespace {

using probe::ComparedStack;

Error not_started(const std::string& problem) {
  return {.code = ErrorCode::internal, .message = "the reference stack did not start: " + problem};
}

/// A look at both stacks, once the reference's ports are known.
ComparisonSeen see_both(const Scene& scene,
                        const CompareWithReference& p,
                        const SiteSeen& site,
                        const ComparedStack& reference) {
  return probe::see(p,
                    {.site = site, .address = scene.address, .reference = reference},
                    scene.shell.http,
                    scene.within(std::chrono::seconds(20)));
}

/// Where there is no page yet, the API server is all.
Result<ComparisonSeen> compare_api(const Scene& scene, const CompareWithReference& p) {
  reference::Service service(1, -1);
  const auto api = service.add_api({.host = scene.address, .port = 0},
                                   "",
                                   {.name = "api", .timeouts = {}, .log_proxied = false});
  if (!api) return fail(not_started(api.problem()));
  service.start();
  return see_both(scene, p, {}, {.address = scene.address, .api_port = api->port()});
}

reference::StackOptions options_for(const Scene& scene, const SiteSeen& site) {
  reference::StackOptions options;
  options.listen = scene.address;
  options.port = 0;
  options.web_port = 0;
  options.api_port = 0;
  options.replicas = 1;
  const std::string folder = site.actual.empty() ? site.folder : site.actual;
  options.site = (scene.submission.root / folder).string();
  return options;
}

/// Each server by itself, or the proxy for both, as the task has it. The proxy is the first of a
/// stack's servers, then comes the web server, then the API server.
ComparedStack ports_of(const reference::Stack& stack, const CompareWithReference& p) {
  const auto port = [&](std::size_t index) { return stack.addresses().at(index).endpoint.port(); };
  const bool proxied = p.page_port == p.api_port;
  return {.address = stack.addresses().front().endpoint.host(),
          .page_port = proxied ? port(0) : port(1),
          .api_port = proxied ? port(0) : port(2)};
}

}  // namespace

Result<ComparisonSeen> compare_with_reference(const Scene& scene,
                                              const CompareWithReference& p,
                                              const SiteSeen& site) {
  if (p.page_port == 0) return compare_api(scene, p);
  const auto stack = reference::Stack::open(options_for(scene, site), -1);
  if (!stack) return fail(not_started(stack.problem()));
  (*stack)->service().start();
  return see_both(scene, p, site, ports_of(**stack, p));
}

}  // namespace pinko::run

#include "checker/run/look.hpp"

#include "checker/probe/files.hpp"
#include "checker/probe/http.hpp"
#include "checker/probe/image.hpp"
#include "checker/probe/listeners.hpp"
#include "checker/probe/nginx_workers.hpp"
#include "checker/probe/replicas.hpp"
#include "checker/probe/site_served.hpp"
#include "checker/run/compose_reading.hpp"
#include "checker/run/page_request.hpp"
#include "checker/run/port_trouble.hpp"
#include "checker/run/reference.hpp"
#include "checker/run/scene_logs.hpp"
#include "checker/run/servers.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <functional>
#include <future>

namespace pinko::run {
namespace {

using std::chrono::seconds;

/// Looks at one probe of a scene that is up as far as it goes.
class Looker {
 public:
  Looker(Scene& scene, const Project* project)
      : scene_(scene),
        project_(project) {}

  Sight operator()(const ReadFile& p) {
    return Observation(probe::see(p, scene_.submission, scene_.task));
  }
  Sight operator()(const ReadSite& p) {
    return Observation(probe::see(p, scene_.submission, scene_.task));
  }

  // Kept by whoever does the work; asked here only when it was never reached.
  Sight operator()(const BuildImage& p) { return blocked_role(p.role); }
  Sight operator()(const BuildProject& /*p*/) { return blocked_stack(); }
  Sight operator()(const ReadCompose& /*p*/) { return blocked_stack(); }
  Sight operator()(const StartProject& /*p*/) {
    return scene_.no_api ? *scene_.no_api : blocked_stack();
  }

  Sight operator()(const RunOnce& p) {
    Part* part = built(p.role);
    if (part == nullptr) return blocked_role(p.role);
    engine::ContainerSpec spec;
    spec.image = part->image;
    spec.network = "none";
    spec.labels = scene_.shell.identity.labels();
    return sight_of(probe::see(p, *scene_.shell.engine, spec, scene_.within(seconds(60))));
  }

  Sight operator()(const InspectPython& p) {
    Part* part = built(p.role);
    if (part == nullptr) return blocked_role(p.role);
    engine::ContainerSpec spec;
    spec.image = part->image;
    spec.labels = scene_.shell.identity.labels();
    return sight_of(
        probe::see(p, *scene_.shell.engine, std::move(spec), scene_.within(seconds(30))));
  }

  Sight operator()(const CompareCopy& p) {
    Part* part = built(p.role);
    if (part == nullptr) return blocked_role(p.role);
    const auto container = container_to_read(scene_, *part);
    if (!container) return container.error();
    FileSeen source = probe::see(ReadFile{p.source}, scene_.submission, scene_.task);
    return sight_of(probe::see(
        p, std::move(source), *scene_.shell.engine, *container, scene_.within(seconds(30))));
  }

  Sight operator()(const CompareSite& p) {
    const SiteSeen site = probe::see(ReadSite{p.folder}, scene_.submission, scene_.task);
    if (site.files.empty()) return no_site(p.folder);
    Part* part = built(p.role);
    if (part == nullptr) return blocked_role(p.role);
    const auto container = container_to_read(scene_, *part);
    if (!container) return container.error();
    return sight_of(probe::see(p,
                               {.site = site, .root = scene_.submission.root},
                               *scene_.shell.engine,
                               *container,
                               scene_.within(seconds(30))));
  }

  Sight operator()(const ListListeners& p) {
    Part* part = built(p.role);
    if (part == nullptr || part->container.empty()) return blocked_role(p.role);
    auto seen = probe::see_listeners(*scene_.shell.engine,
                                     part->container,
                                     scene_.shell.on_this_machine,
                                     scene_.within(seconds(30)));
    if (seen && !part->refusal.empty()) seen->log += part->refusal + '\n';
    return sight_of(std::move(seen));
  }

  Sight operator()(const HttpGet& p) {
    if (auto sight = blocked_port(p.port)) return *std::move(sight);
    if (scene_.no_api && p.target.starts_with("/api")) return *scene_.no_api;
    HttpSeen seen = probe::see(p, scene_.shell.http, scene_.address);
    if (seen.status >= 500) {
      seen.log = logs_about(scene_, p.target);
    } else if (seen.status < 200 || seen.status > 299) {
      seen.log = logs_of(scene_);
    }
    return Observation(std::move(seen));
  }

  Sight operator()(const FetchSite& p) {
    const SiteSeen site = probe::see(ReadSite{p.folder}, scene_.submission, scene_.task);
    if (site.files.empty()) return no_site(p.folder);
    if (auto sight = blocked_port(p.port)) return *std::move(sight);
    const probe::ServedScene at{site, scene_.submission.root, scene_.address, scene_.shell.stop};
    auto seen = probe::see(p, at, scene_.shell.http, scene_.within(seconds(60)));
    if (!seen) return seen.error();
    const int status = seen->files.front().status;
    if (status == 0 || status == 403 || status >= 500) seen->log = logs_of(scene_);
    return Observation(*std::move(seen));
  }

  /// What the file publishes it publishes also where an image does not build, or a server ends.
  Sight operator()(const ListPorts& /*p*/) {
    const ComposeSeen* compose = scene_.seen(ReadCompose{});
    const bool up = !scene_.no_stack;
    if (compose == nullptr || (!up && scene_.seen(BuildProject{}) == nullptr)) {
      return blocked_stack();
    }
    PortsSeen seen;
    seen.published = published_ports(*compose);
    seen.answers_5252 = up && publishes(*compose, 5252) && answers(5252);
    seen.answers_9000 = up && publishes(*compose, 9000) && answers(9000);
    return Observation(std::move(seen));
  }

  Sight operator()(const LoadPage& p) {
    if (auto sight = blocked_port(p.port)) return *std::move(sight);
    if (scene_.no_api) return *scene_.no_api;
    return sight_of(scene_.shell.browser.load(page_request(p, scene_)));
  }

  Sight operator()(const SampleReplicas& p) {
    if (auto sight = blocked_port(p.port)) return *std::move(sight);
    if (scene_.no_api) return *scene_.no_api;
    if (!project_->scaled()) return blocked_stack();
    return sight_of(sample(p));
  }

  Sight operator()(const CompareWithReference& p) {
    const SiteSeen site = probe::see(ReadSite{p.folder}, scene_.submission, scene_.task);
    if (p.page_port != 0 && site.files.empty()) return no_site(p.folder);
    for (const std::uint16_t port : {p.page_port, p.api_port})
      if (auto sight = blocked_port(port)) return *std::move(sight);
    if (scene_.no_api) return *scene_.no_api;
    return sight_of(compare_with_reference(scene_, p, site));
  }

 private:
  Part* built(std::string_view role) {
    const auto part = scene_.parts.find(std::string(role));
    if (part == scene_.parts.end() || part->second.image.empty()) return nullptr;
    return scene_.not_built.contains(role) ? nullptr : &part->second;
  }

  [[nodiscard]] Sight blocked_role(std::string_view role) const {
    if (scene_.not_built.contains(role)) {
      return NotReached{.reason = "the image of the " + std::string(role) + " was not built",
                        .because = describe(BuildImage{role})};
    }
    if (scene_.no_stack) return *scene_.no_stack;
    return NotReached{.reason = "no service plays the part of the " + std::string(role),
                      .because = describe(ReadCompose{})};
  }

  /// Why the stack, or as many back ends as are wanted, are not up.
  [[nodiscard]] NotReached blocked_stack() const {
    return scene_.no_stack.value_or(
        NotReached{.reason = "the back end could not be multiplied",
                   .because = describe(StartProject{scene_.plan.task->fixture.replicas})});
  }

  /// Why nothing can be asked on a port: whoever should answer there was never started, or is not
  /// the one who would.
  [[nodiscard]] std::optional<Sight> blocked_port(std::uint16_t port) const {
    if (scene_.no_stack) return *scene_.no_stack;
    for (const ServerSpec& server : scene_.plan.task->fixture.servers) {
      const bool troubled = scene_.not_built.contains(server.role);
      if (server.port == port && troubled) return blocked_role(server.role);
    }
    if (scene_.unreachable) return *scene_.unreachable;
    const ComposeSeen* file = scene_.seen(ReadCompose{});
    const auto stranger = file == nullptr ? std::nullopt : stranger_on(*file, port);
    if (stranger) return *stranger;
    return std::nullopt;
  }

  static Sight no_site(std::string_view folder) {
    return NotReached{.reason = "there are no files of the site to compare with",
                      .because = describe(ReadSite{folder})};
  }

  [[nodiscard]] bool answers(std::uint16_t port) const {
    const auto session = scene_.shell.http.open();
    return session->send({.address = scene_.address, .port = port}).seen.answered;
  }

  [[nodiscard]] Result<ReplicaSample> sample(const SampleReplicas& p) const {
    probe::ReplicaScene replicas{.address = scene_.address, .replicas = {}, .nginx_workers = 0};
    PINKO_TRY_ASSIGN(const auto servers, project_->containers("back-end"));
    for (const auto& state : servers)
      if (state.running) replicas.replicas.push_back(state.id);
    if (p.replicas > scene_.plan.task->fixture.replicas)
      replicas.asked = scene_.shell.more_replicas;
    replicas.on_this_machine = scene_.shell.on_this_machine;
    if (replicas.on_this_machine) replicas.proxy = scene_.container_of("proxy");
    replicas.nginx_workers = count_workers();
    return probe::see(
        p, replicas, *scene_.shell.engine, scene_.shell.http, scene_.within(seconds(60)));
  }

  [[nodiscard]] int count_workers() const {
    const std::string proxy = scene_.container_of("proxy");
    if (proxy.empty()) return 0;
    return probe::count_nginx_workers(
        *scene_.shell.engine, proxy, scene_.shell.on_this_machine, scene_.within(seconds(10)));
  }

  Scene& scene_;
  const Project* project_;
};

void look_at(const Probe& probe, Scene& scene, const Project* project) {
  const double since = scene.seconds();
  scene.put(probe, std::visit(Looker(scene, project), probe), since);
}

/// Whether a server refused for now what the page asked for: a limit of the student's counts what
/// we ask beside the page as well.
bool was_refused_for_now(const PageSeen* page) {
  return page != nullptr && std::ranges::any_of(page->requests, [](const BrowserRequest& request) {
           return probe::is_later(request.status);
         });
}

}  // namespace

void look_at_images_alone(Scene& scene) {
  for (const Probe& probe : scene.plan.probes) {
    const bool alone = std::holds_alternative<InspectPython>(probe) && !scene.has(probe);
    if (alone && !scene.shell.stop.stop_requested()) look_at(probe, scene, nullptr);
  }
}

void look(Scene& scene, Stage stage, const Project* project) {
  const auto see = [&scene, project](const Probe& probe) { look_at(probe, scene, project); };
  struct Page {
    const Probe* probe;
    std::future<void> loaded;
  };
  std::vector<Page> pages;  // a browser mostly waits; the rest is looked at meanwhile
  std::vector<const Probe*> rest;
  for (const Probe& probe : scene.plan.probes) {
    if (scene.has(probe) || stage_of(probe, scene.plan.task->fixture) != stage) continue;
    if (std::holds_alternative<ReadCompose>(probe)) continue;  // Compose reads it, with the stack
    if (std::holds_alternative<LoadPage>(probe)) {
      pages.push_back({&probe, std::async(std::launch::async, see, std::cref(probe))});
    } else {
      rest.push_back(&probe);
    }
  }
  for (const Probe* probe : rest) {
    if (!scene.shell.stop.stop_requested()) see(*probe);
  }
  for (Page& page : pages)
    page.loaded.get();
  for (const Page& page : pages) {
    const bool alone_now = was_refused_for_now(scene.seen(std::get<LoadPage>(*page.probe)));
    if (alone_now && !scene.shell.stop.stop_requested()) see(*page.probe);
  }
}

}  // namespace pinko::run

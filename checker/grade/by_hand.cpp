#include "checker/grade/by_hand.hpp"

#include <algorithm>
#include <cstdint>
#include <variant>
#include <vector>

namespace pinko::grade {
namespace {

/// Time for servers to start: a person's command cannot wait for them as the checker does.
constexpr std::string_view kWait = "sleep 3\n";

/// As the statement calls the image of a part.
std::string tag_of(const Task& task, std::string_view role) {
  const std::string part = role == "app" ? "" : '-' + std::string(role);
  return "softy-pinko" + part + ":task" + std::to_string(task.number);
}

std::string build_of(const Task& task, std::string_view role) {
  const auto& images = task.fixture.images;
  const auto image = std::ranges::find(images, role, &ImageSpec::role);
  if (image == images.end()) return "docker-compose build\n";
  const bool above = image->context == ".";
  return "docker build -f ./" + std::string(image->dockerfile) + " -t " + tag_of(task, role) + ' ' +
         (above ? "." : "./" + std::string(image->context)) + '\n';
}

/// What a probe needs besides the files.
struct Needs {
  std::string_view image;            ///< the role whose image it starts by itself
  std::vector<std::uint16_t> ports;  ///< that the task's servers answer on
  int replicas = 1;
};

struct NeedsOf {
  const Fixture& fixture;

  Needs operator()(const RunOnce& p) const { return {.image = p.role, .ports = {}}; }
  Needs operator()(const InspectPython& p) const { return {.image = p.role, .ports = {}}; }
  Needs operator()(const CompareCopy& p) const { return {.image = p.role, .ports = {}}; }
  Needs operator()(const CompareSite& p) const { return {.image = p.role, .ports = {}}; }
  Needs operator()(const ListListeners& p) const { return {.image = p.role, .ports = {}}; }
  Needs operator()(const HttpGet& p) const { return up({p.port}); }
  Needs operator()(const FetchSite& p) const { return up({p.port}); }
  Needs operator()(const ListPorts& /*p*/) const { return all(); }
  Needs operator()(const LoadPage& /*p*/) const { return all(); }
  Needs operator()(const CompareWithReference& /*p*/) const { return all(); }
  Needs operator()(const SampleReplicas& p) const {
    Needs needs = all();
    needs.replicas = p.replicas;
    return needs;
  }
  template <class P>
  Needs operator()(const P& /*p*/) const {
    return {};  // files, or a command that builds and starts by itself
  }

 private:
  [[nodiscard]] Needs up(std::vector<std::uint16_t> ports) const {
    return {.image = {}, .ports = std::move(ports), .replicas = fixture.replicas};
  }
  [[nodiscard]] Needs all() const {
    std::vector<std::uint16_t> ports;
    for (const ServerSpec& server : fixture.servers)
      ports.push_back(server.port);
    return up(std::move(ports));
  }
};

std::string with_compose(const Needs& needs, const std::string& command) {
  const std::string scale =
      needs.replicas > 1 ? " --scale back-end=" + std::to_string(needs.replicas) : "";
  std::string text = "docker-compose up -d --build" + scale + '\n';
  return text.append(kWait) + command + "docker-compose down";
}

std::string with_servers(const Task& task, const Needs& needs, const std::string& command) {
  std::string start;
  std::string stop = "docker rm -f";
  for (const ServerSpec& server : task.fixture.servers) {
    if (std::ranges::find(needs.ports, server.port) == needs.ports.end()) continue;
    const std::string port = std::to_string(server.port);
    const std::string name = "pinko-" + std::string(server.role);
    start += build_of(task, server.role);
    start += "docker run -d --name " + name;
    start.append(" -p ").append(port).append(":").append(port).append(" ");
    start += tag_of(task, server.role) + '\n';
    stop += ' ' + name;
  }
  return start.append(kWait) + command + stop;
}

}  // namespace

std::string by_hand(const Task& task, const Probe& probe, std::string_view command) {
  if (command.empty()) return {};
  const Needs needs = std::visit(NeedsOf{task.fixture}, probe);
  if (!needs.image.empty()) return build_of(task, needs.image) + std::string(command);
  if (needs.ports.empty()) return std::string(command);
  const std::string line = std::string(command) + '\n';
  return task.fixture.compose ? with_compose(needs, line) : with_servers(task, needs, line);
}

}  // namespace pinko::grade

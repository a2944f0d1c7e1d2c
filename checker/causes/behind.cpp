#include "checker/causes/behind.hpp"

#include "checker/causes/reading.hpp"
#include "checker/expect/stack.hpp"

#include <algorithm>

namespace pinko::causes {
namespace {

/// Which server an observation is of, where it ended or never started: "app", "back-end" …
struct RoleOf {
  const Case& failure;

  std::string operator()(const OutputSeen& /*seen*/) const { return "app"; }
  std::string operator()(const ListenSeen& /*seen*/) const {
    return failure.task == 1 ? "app" : "front-end";
  }
  std::string operator()(const HttpSeen& seen) const {
    if (seen.answered || failure.task > 3) return {};
    return failure.task == 1 ? "app" : "back-end";
  }
  std::string operator()(const ProjectSeen& seen) const {
    const auto ended = std::ranges::find_if(
        seen.services, [](const ServiceState& state) { return state.exited > 0; });
    if (ended == seen.services.end()) return {};
    return expect::role_of(failure.evidence.sources, ended->service);
  }
  template <class Other>
  std::string operator()(const Other& /*seen*/) const {
    return {};
  }
};

}  // namespace

std::optional<Behind> behind(const Case& failure) {
  Behind found{.role = std::visit(RoleOf{failure}, failure.seen), .part = {}, .api_path = {}};
  const Sources& sources = failure.evidence.sources;
  if (found.role.empty()) return std::nullopt;
  if (failure.task == 0) {
    const std::string* text = sources.find("Dockerfile");
    if (text == nullptr) return std::nullopt;
    found.part.dockerfile = discovery::parse_dockerfile(*text, sources.from_top("Dockerfile"));
  } else {
    const Parts& parts = failure.reading->parts;
    const bool back = found.role == "app" || found.role == "back-end";
    if (back) found.api_path = parts.api_path;
    found.part = back ? parts.back_end : (found.role == "proxy" ? parts.proxy : parts.front_end);
  }
  if (!found.part.dockerfile) return std::nullopt;
  return found;
}

std::optional<Behind> behind_own_command(const Case& failure) {
  std::optional<Behind> found = behind(failure);
  if (found && found->part.service && !found->part.service->command.empty()) return std::nullopt;
  if (!found) return found;
  found->cmd = discovery::last_of(*found->part.dockerfile, "CMD");
  found->entry = discovery::last_of(*found->part.dockerfile, "ENTRYPOINT");
  return found;
}

bool is_named(const Case& failure, std::string_view id) {
  return failure.finding.cause_id == id;
}

}  // namespace pinko::causes

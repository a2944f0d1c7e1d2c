#include "checker/discovery/compose_file.hpp"

#include <algorithm>

namespace pinko::discovery {
namespace {

template <class T>
void replace(std::optional<T>& lower, const std::optional<T>& upper) {
  if (upper) lower = upper;
}

template <class T>
void append(std::vector<T>& lower, const std::vector<T>& upper) {
  lower.insert(lower.end(), upper.begin(), upper.end());
}

/// Adds what is not there yet.
void join_names(std::vector<Placed>& lower, const std::vector<Placed>& upper) {
  for (const Placed& name : upper) {
    if (std::ranges::find(lower, name.text, &Placed::text) == lower.end()) lower.push_back(name);
  }
}

void lay_over(std::map<std::string, std::string>& lower,
              const std::map<std::string, std::string>& upper) {
  for (const auto& [name, value] : upper)
    lower.insert_or_assign(name, value);
}

void lay_over(BuildSection& lower, const BuildSection& upper) {
  // A context of "." may stand for none.
  if (upper.context != ".") lower.context = upper.context;
  if (!upper.dockerfile.empty()) lower.dockerfile = upper.dockerfile;
  if (!upper.target.empty()) lower.target = upper.target;
  lower.dockerfile_inline = lower.dockerfile_inline || upper.dockerfile_inline;
  lay_over(lower.args, upper.args);
}

void lay_over(Service& lower, const Service& upper) {
  if (lower.build && upper.build) {
    lay_over(*lower.build, *upper.build);
  } else {
    replace(lower.build, upper.build);
  }
  replace(lower.image, upper.image);
  replace(lower.container_name, upper.container_name);
  append(lower.ports, upper.ports);
  join_names(lower.expose, upper.expose);
  join_names(lower.depends_on, upper.depends_on);
  join_names(lower.networks, upper.networks);
  append(lower.volumes, upper.volumes);
  lay_over(lower.environment, upper.environment);
  if (upper.replicas) {
    lower.replicas = upper.replicas;
    lower.replicas_place = upper.replicas_place;
  }
  if (!upper.command.empty()) lower.command = upper.command;
  join_names(lower.keys, upper.keys);
}

}  // namespace

ComposeFile laid_over(ComposeFile lower, const ComposeFile& upper) {
  replace(lower.version, upper.version);
  replace(lower.name, upper.name);
  for (const Service& service : upper.services) {
    const auto below = std::ranges::find(lower.services, service.name, &Service::name);
    if (below == lower.services.end()) {
      lower.services.push_back(service);
    } else {
      lay_over(*below, service);
    }
  }
  join_names(lower.networks, upper.networks);
  join_names(lower.volumes, upper.volumes);
  append(lower.repeated, upper.repeated);
  append(lower.problems, upper.problems);
  return lower;
}

ComposeFile parse_compose(const ComposeSeen& seen) {
  ComposeFile file = parse_compose(seen.file.bytes, seen.file.path);
  if (seen.override_file.state != FileState::present) return file;
  return laid_over(std::move(file),
                   parse_compose(seen.override_file.bytes, seen.override_file.path));
}

}  // namespace pinko::discovery

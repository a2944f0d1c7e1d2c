#include "checker/discovery/compose_file.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <set>

namespace pinko::discovery {
namespace {

constexpr std::array<std::string_view, 3> kRoles = {"back-end", "front-end", "proxy"};

/// A name without what people write between its words: "Back_End" is "backend".
std::string folded(std::string_view name) {
  std::string out;
  for (const char c : to_lower(name)) {
    if (c != '-' && c != '_' && c != '.' && c != ' ') out += c;
  }
  return out;
}

std::string by_exact_name(std::string_view name) {
  for (const std::string_view role : kRoles) {
    if (folded(name) == folded(role)) return std::string(role);
  }
  return {};
}

std::string by_context(const Service& service) {
  if (!service.build) return {};
  for (const std::string* path : {&service.build->context, &service.build->dockerfile}) {
    const std::vector<std::string_view> parts = split(*path, '/');
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
      std::string role = by_exact_name(*part);
      if (!role.empty()) return role;
    }
  }
  return {};
}

std::string by_port(const Service& service) {
  std::set<int> inside;
  for (const PortMapping& port : service.ports) {
    if (port.container_first != 0) inside.insert(port.container_first);
  }
  for (const Placed& port : service.expose) {
    int value = 0;
    std::from_chars(port.text.data(), port.text.data() + port.text.size(), value);
    inside.insert(value);
  }
  if (inside.contains(5252)) return "back-end";
  if (inside.contains(9000)) return "front-end";
  return inside.contains(80) ? "proxy" : "";
}

std::string by_likeness(std::string_view name) {
  const std::string text = folded(name);
  const auto holds = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
      return text.find(word) != std::string::npos;
    });
  };
  if (holds({"proxy", "nginx", "gateway", "loadbalancer", "balancer"})) return "proxy";
  if (holds({"back", "api", "flask", "python", "server"})) return "back-end";
  if (holds({"front", "web", "static", "site", "page", "client", "ui"})) return "front-end";
  return {};
}

/// A path without "." and ".." where that is possible.
std::string normal_path(std::string_view folder, std::string_view path) {
  const std::string all =
      path.starts_with('/') ? std::string(path) : std::string(folder) + '/' + std::string(path);
  std::vector<std::string> parts;
  for (const std::string_view part : split(all, '/')) {
    if (part.empty() || part == ".") continue;
    if (part == ".." && !parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else {
      parts.emplace_back(part);
    }
  }
  return (path.starts_with('/') ? "/" : "") + join(parts, "/");
}

ComposeService to_service(const Service& service, std::string_view folder) {
  ComposeService out;
  out.name = service.name;
  out.where = service.where;
  if (service.build) {
    out.has_build = true;
    out.context = normal_path(folder, service.build->context);
    out.dockerfile = service.build->dockerfile.empty() ? "Dockerfile" : service.build->dockerfile;
  }
  if (service.image) out.image = service.image->text;
  if (service.container_name) out.container_name = service.container_name->text;
  for (const PortMapping& port : service.ports) {
    for (int i = port.container_first; i != 0 && i <= port.container_last; ++i) {
      const int host = port.fixed() ? port.host_first + (i - port.container_first) : 0;
      out.ports.push_back({.service = service.name,
                           .container_port = static_cast<std::uint16_t>(i),
                           .host_port = static_cast<std::uint16_t>(host),
                           .chosen_by_engine = !port.fixed()});
      if (out.ports.size() == 64) break;
    }
  }
  for (const Placed& port : service.expose) {
    if (const auto parsed = parse_port(port.text)) out.exposed.push_back(parsed->container_first);
  }
  for (const Placed& other : service.depends_on) {
    out.depends_on.push_back(other.text);
  }
  out.replicas = service.replicas.value_or(1);
  return out;
}

}  // namespace

std::string project_name(const ComposeFile& file, std::string_view folder) {
  std::string name;
  for (const char letter : to_lower(file.name ? std::string_view(file.name->text) : folder)) {
    const bool kept =
        std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '-' || letter == '_';
    if (kept) name += letter;
  }
  return name;
}

std::string guess_role(const Service& service) {
  std::string role = by_exact_name(service.name);
  if (role.empty()) role = by_context(service);
  if (role.empty()) role = by_port(service);
  if (role.empty()) role = by_likeness(service.name);
  return role;
}

std::vector<ComposeService> to_services(const ComposeFile& file, std::string_view folder) {
  std::vector<ComposeService> services;
  for (const Service& service : file.services) {
    services.push_back(to_service(service, folder));
  }
  std::set<std::string> taken;
  // The surer a sign, the sooner it may take a role.
  for (int pass = 0; pass < 4; ++pass) {
    for (std::size_t i = 0; i < services.size(); ++i) {
      const Service& service = file.services[i];
      if (!services[i].role.empty()) continue;
      std::string role = pass == 0   ? by_exact_name(service.name)
                         : pass == 1 ? by_context(service)
                         : pass == 2 ? by_port(service)
                                     : by_likeness(service.name);
      if (role.empty() || !taken.insert(role).second) continue;
      services[i].role = std::move(role);
    }
  }
  return services;
}

}  // namespace pinko::discovery

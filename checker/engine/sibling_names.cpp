#include "checker/engine/sibling_names.hpp"

#include "checker/discovery/compose_file.hpp"

#include <array>
#include <filesystem>
#include <utility>

namespace pinko::engine {
namespace {

constexpr std::size_t kMostServices = 16;  ///< of a file whose services are linked
constexpr int kMostNumbers = 5;            ///< of one service: as many as the checker itself starts
constexpr std::array<std::string_view, 2> kJoints{"-", "_"};  ///< of Compose v2, of v1

std::string project_of(const ContainmentRequest& request) {
  discovery::ComposeFile file;
  for (const ComposeText& source : request.sources)
    file = discovery::laid_over(std::move(file), discovery::parse_compose(source.text));
  return discovery::project_name(
      file, std::filesystem::path(request.repository_path).filename().string());
}

std::string container_name(std::string_view project,
                           std::string_view service,
                           int number,
                           std::string_view joint) {
  std::string name(project);
  return name.append(joint).append(service).append(joint).append(std::to_string(number));
}

}  // namespace

SiblingNames::SiblingNames(const ContainmentRequest& request)
    : project_(project_of(request)),
      own_project_(request.project),
      own_joint_(request.compose_major >= 2 ? kJoints[0] : kJoints[1]) {}

Json SiblingNames::links(const Json& services, std::string_view service) const {
  Json links = Json::array();
  if (project_.empty() || services.size() > kMostServices) return links;
  for (const auto& [sibling, details] : services.items()) {
    if (sibling == service || !text_at(details, "container_name").empty()) continue;
    for (int number = 1; number <= kMostNumbers; ++number)
      add(links, sibling, number);
  }
  return links;
}

void SiblingNames::add(Json& links, std::string_view sibling, int number) const {
  const std::string container = container_name(own_project_, sibling, number, own_joint_);
  for (const std::string_view joint : kJoints)
    links.push_back(container + ":" + container_name(project_, sibling, number, joint));
}

}  // namespace pinko::engine

#pragma once

#include "checker/engine/containment.hpp"
#include "checker/engine/json_access.hpp"

#include <string>
#include <string_view>

namespace pinko::engine {

/// Compose names containers after their project, which is the folder's name unless the file says
/// otherwise: `task6-back-end-1`, or `task6_back-end_1` by Compose v1. Others on their network find
/// them by it, and a proxy's `upstream` may list them so. Here the project is called otherwise:
/// these links let a service find the others by both names.
class SiblingNames {
 public:
  explicit SiblingNames(const ContainmentRequest& request);

  /// For a service of the model's `services`, as Compose takes them below `external_links`:
  /// "container:name". The containers need not be there yet. Empty for a file of many services.
  [[nodiscard]] Json links(const Json& services, std::string_view service) const;

 private:
  void add(Json& links, std::string_view sibling, int number) const;

  std::string project_;  ///< as the student's Compose calls it
  std::string own_project_;
  std::string_view own_joint_;  ///< between the parts of a container's name
};

}  // namespace pinko::engine

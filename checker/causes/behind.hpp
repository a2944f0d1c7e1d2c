#pragma once

#include "checker/causes/parts.hpp"
#include "checker/core/cause.hpp"

#include <optional>
#include <string>
#include <string_view>

/// What stands behind a container that never became a server.
namespace pinko::causes {

/// The image behind a failure, with what it starts.
struct Behind {
  std::string role;
  Part part;
  const discovery::Instruction* cmd = nullptr;
  const discovery::Instruction* entry = nullptr;
  std::string api_path;  ///< from the task's folder; empty where it is no server of Python

  [[nodiscard]] const discovery::Instruction* starts() const {
    return cmd != nullptr ? cmd : entry;
  }
};

/// The image of which the failed check saw a container; nothing where it saw none, or one that
/// runs.
[[nodiscard]] std::optional<Behind> behind(const Case& failure);

/// The same, where the image's own command is what runs.
[[nodiscard]] std::optional<Behind> behind_own_command(const Case& failure);

/// Whether the judgement names this cause.
[[nodiscard]] bool is_named(const Case& failure, std::string_view id);

}  // namespace pinko::causes

#pragma once

#include "checker/app/command_table.hpp"

#include <string>
#include <string_view>

namespace pinko::app {

/// The manual's page pinko-check(1), in roff's man macros. All of it is ASCII, and nothing in it
/// depends on when it was made.
[[nodiscard]] std::string manual_page(const CommandTable& table,
                                      const ValueWords& words,
                                      std::string_view version);

}  // namespace pinko::app

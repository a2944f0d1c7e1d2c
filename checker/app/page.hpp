#pragma once

#include "checker/core/result.hpp"

#include <string>
#include <string_view>

namespace pinko::app {

/// The part of a student's page that stands under the heading `## <check_id>`, heading included, up
/// to the next one. Empty when the page has no such heading.
[[nodiscard]] std::string find_section(std::string_view page, std::string_view check_id);

/// A student's page for the terminal: headings in bold, prose and lists folded at `width` columns,
/// blocks of code as they are, indented. With colours, what stands between backticks has one in
/// their place.
[[nodiscard]] std::string render_page(std::string_view markdown, std::size_t width, bool color);

}  // namespace pinko::app

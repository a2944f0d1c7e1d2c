#pragma once

#include "checker/core/cause.hpp"

#include <string>

/// The student's pages of the causes, made from the table.
namespace pinko::causes {

/// One page, in Markdown: its heading is the cause's id.
[[nodiscard]] std::string page_of(const Cause& cause);

/// All pages in one document, by id: what tasks/causes.md holds.
[[nodiscard]] std::string handbook();

}  // namespace pinko::causes

#pragma once

#include <functional>
#include <string>
#include <string_view>

struct GumboInternalNode;

/// The HTML5 parser within bounds of time, memory and stack. For page alone.
namespace pinko::discovery {

/// Parses `text`, hands the tree's root to `use` and frees everything. The reason when the text is
/// too intricate to be parsed within the bounds, else "".
[[nodiscard]] std::string with_tree(std::string_view text,
                                    const std::function<void(const GumboInternalNode&)>& use);

}  // namespace pinko::discovery

#pragma once

#include "checker/browser/devtools.hpp"
#include "checker/browser/page_story.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// The script that watches the element from within the page, in a world of its own: it shares the
/// document with the page's scripts but none of their objects, so that no page can mislead it.
namespace pinko::browser {

/// The world's name.
inline constexpr std::string_view kObserverWorld = "pinko-observer";
/// The function by which the script tells of a change; its payload is an element's description.
inline constexpr std::string_view kObserverBinding = "pinkoTell";

/// The script for one selector; texts are cut at `text_cap` characters.
[[nodiscard]] std::string observer_script(const std::string& selector, std::size_t text_cap);

/// An expression for that world: describes the element as it stands.
[[nodiscard]] std::string describe_now();

/// An expression for that world: describes the element as `html` alone has it, without scripts.
[[nodiscard]] std::string describe_in(const std::string& html);

/// Has an expression worked out in a world of a page.
[[nodiscard]] Command evaluation(const std::string& expression, int world, std::string session);

/// Reads an element's description: a binding's payload. Nothing when it is none.
[[nodiscard]] std::optional<ElementSeen> read_description(std::string_view payload);

/// Reads an element's description from the result of Runtime.evaluate.
[[nodiscard]] std::optional<ElementSeen> read_evaluated(std::string_view result);

}  // namespace pinko::browser

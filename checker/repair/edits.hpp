#pragma once

#include "checker/core/location.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// The repairs of one text, each a pure function from bytes to bytes. A repair that does not apply
/// leaves the text as it is and adds no reason.
namespace pinko::repair {

/// A text on its way, and what was said of it.
struct Draft {
  std::string path;  ///< from the submission's root, for places
  std::string text;
  std::vector<std::string> reasons;
  std::vector<std::string> left;
};

/// UTF-16 becomes UTF-8, the byte order mark goes, lines end with LF, the last one too. False when
/// the bytes are no text that could be mended; nothing else may be tried then.
[[nodiscard]] bool mend_text(Draft& draft);

/// `FROM ubuntu:22.04` becomes `FROM ubuntu:latest`; another image is the student's own choice.
void unpin_base(Draft& draft, std::string_view official);

/// Lets pip install into the system's Python, where the Dockerfile does not do so already.
void allow_pip(Draft& draft);

/// Fixed ports of front end and back end become `expose`. `folder` is that of the Compose file.
void hide_ports(Draft& draft, std::string_view folder);

/// The byte at which a line begins, counted from 1; the text's end when there is no such line.
[[nodiscard]] std::size_t offset_of_line(std::string_view text, int line);

/// The byte of a place.
[[nodiscard]] std::size_t offset_of(std::string_view text, const Location& where);

}  // namespace pinko::repair

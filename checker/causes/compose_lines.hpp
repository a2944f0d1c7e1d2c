#pragma once

#include "checker/core/cause.hpp"

#include <string>
#include <vector>

/// A Compose file by its lines, for causes of which a reader of YAML tells too little.
namespace pinko::causes {

/// The keys that a Compose file of this exercise may hold.
[[nodiscard]] const std::vector<std::string>& compose_keys();

/// One line of a Compose file: `  key: value`.
struct ComposeLine {
  Location where;  ///< of the first letter
  std::string written;
  std::size_t indent = 0;
  std::string key;    ///< empty where the line holds none
  std::string value;  ///< what stands behind the colon

  [[nodiscard]] bool is_known() const;
  /// True for a line that is neither empty nor a comment.
  [[nodiscard]] bool says() const;
};

/// The Compose file that a check looked at, line by line; empty where it looked at another thing.
[[nodiscard]] std::vector<ComposeLine> compose_lines(const Case& failure);

/// The lines that name the services of the file's first document, as `  back-end:` does.
[[nodiscard]] std::vector<const ComposeLine*> service_lines(const std::vector<ComposeLine>& lines);

/// The line below one that says something, at whatever height; null at the end.
[[nodiscard]] const ComposeLine* next_line(const std::vector<ComposeLine>& lines,
                                           const ComposeLine& line);

/// The lines below one, up to the first that is not indented further.
[[nodiscard]] std::vector<const ComposeLine*> lines_below(const std::vector<ComposeLine>& lines,
                                                          const ComposeLine& head);

/// The check looked at a file that Compose refuses.
[[nodiscard]] bool is_refused(const Case& failure);

}  // namespace pinko::causes

#pragma once

#include <compare>
#include <string>

namespace pinko {

/// A place in a file of the submission, as editors count: lines and columns from 1, columns in
/// bytes. A line of 0 means the whole file; an end of 0 means "not known" and ends never stand
/// before starts.
struct Location {
  std::string path;  ///< from the repository's top, with '/'
  int line = 0;
  int column = 0;
  int end_line = 0;
  int end_column = 0;  ///< one past the last byte

  auto operator<=>(const Location&) const = default;
};

/// `task5/proxy/proxy.conf:7:9`, as terminals and editors link it.
[[nodiscard]] std::string to_string(const Location& where);

}  // namespace pinko

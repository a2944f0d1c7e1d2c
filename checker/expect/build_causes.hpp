#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pinko::expect {

/// Why a build failed, in a student's words.
struct BuildCause {
  std::string id;  ///< of the table of causes
  std::string cause;
  std::string hint;
  std::vector<std::string> follows = {};  ///< as in Finding
  int line = 0;                           ///< of the Dockerfile, where the builder names it
};

/// Reads a builder's output (classic builder and BuildKit). Everything is empty where nothing is
/// recognised: then the output speaks for itself.
[[nodiscard]] BuildCause recognise_build(std::string_view output);

}  // namespace pinko::expect

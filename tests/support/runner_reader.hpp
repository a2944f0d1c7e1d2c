#pragma once

#include "checker/util/text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pinko::test {

/// Reads a step's log as GitHub's runner does: a command is a line that begins with `::` after
/// white space, or that holds `##[`, and none is obeyed between stop-commands and its token.
struct RunnerReader {
  std::vector<std::string> commands;
  bool stopped = false;  ///< at the end: nobody said the token

  explicit RunnerReader(const std::string& text) {
    constexpr std::string_view kStop = "::stop-commands::";
    std::string token;
    for (const std::string_view line : split_lines(text)) {
      const std::string_view start = trim(line);
      if (!token.empty()) {
        if (start == "::" + token + "::") token.clear();
      } else if (start.starts_with(kStop)) {
        token = start.substr(kStop.size());
      } else if (start.starts_with("::") || line.find("##[") != std::string_view::npos) {
        commands.emplace_back(start);
      }
    }
    stopped = !token.empty();
  }
};

}  // namespace pinko::test

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// JavaScript cut into tokens, well enough to find calls. For page alone.
namespace pinko::discovery {

struct ScriptToken {
  enum class Kind { name, text, number, sign };
  Kind kind = Kind::sign;
  std::string value;       ///< of a text: without quotes and escapes
  std::size_t offset = 0;  ///< of its first byte
  bool plain = true;       ///< false for a template with `${…}` in it
  bool nested = false;     ///< within the body of a function, which may run later

  [[nodiscard]] bool is(std::string_view text) const { return kind != Kind::text && value == text; }
};

/// Comments and regular expressions are left out.
[[nodiscard]] std::vector<ScriptToken> script_tokens(std::string_view script);

}  // namespace pinko::discovery

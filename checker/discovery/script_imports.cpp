#include "checker/discovery/page.hpp"
#include "checker/discovery/script_tokens.hpp"

namespace pinko::discovery {

std::vector<std::string> imports_of(std::string_view script) {
  std::vector<std::string> names;
  const std::vector<ScriptToken> tokens = script_tokens(script);
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    if (tokens[i].kind != ScriptToken::Kind::text || !tokens[i].plain) continue;
    const bool called = i > 1 && tokens[i - 1].is("(") && tokens[i - 2].is("import");
    if (called || tokens[i - 1].is("from") || tokens[i - 1].is("import")) {
      names.push_back(tokens[i].value);
    }
  }
  return names;
}

}  // namespace pinko::discovery

#include "checker/discovery/page.hpp"
#include "checker/discovery/script_tokens.hpp"

namespace pinko::discovery {
namespace {

/// The scripts of a piece of a page, as document.write takes it.
void add_written(std::string_view html, std::vector<ScriptName>& names) {
  for (const PageScript& written : parse_page(html).scripts) {
    if (!written.src.empty()) names.push_back({.text = written.src, .imported = false});
  }
}

}  // namespace

std::vector<ScriptName> scripts_named_in(std::string_view script) {
  std::vector<ScriptName> names;
  const std::vector<ScriptToken> tokens = script_tokens(script);
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    if (tokens[i].kind != ScriptToken::Kind::text || !tokens[i].plain) continue;
    const bool called = i > 1 && tokens[i - 1].is("(") && tokens[i - 2].is("import");
    const bool imported = called || tokens[i - 1].is("from") || tokens[i - 1].is("import");
    const std::string_view path = tokens[i].value;
    const std::string_view file = path.substr(0, path.find('?'));
    if (!imported && path.find("<script") != std::string_view::npos) {
      add_written(path, names);
    } else if (imported || file.ends_with(".js") || file.ends_with(".mjs")) {
      names.push_back({.text = tokens[i].value, .imported = imported});
    }
  }
  return names;
}

}  // namespace pinko::discovery

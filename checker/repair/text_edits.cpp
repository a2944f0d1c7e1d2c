#include "checker/discovery/source_text.hpp"
#include "checker/repair/edits.hpp"
#include "checker/util/text.hpp"

namespace pinko::repair {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// False when some of it cannot be told.
bool decode(Draft& draft) {
  const discovery::TextFacts facts = discovery::facts_of(draft.text);
  if (facts.utf16) {
    std::string plain = discovery::decode_utf16(draft.text);
    if (draft.text.size() % 2 != 0 || plain.find(kReplacement) != std::string::npos ||
        plain.find('\0') != std::string::npos) {
      draft.left.push_back(draft.path + " is not plain text, and not readable as UTF-16 either");
      return false;
    }
    draft.text = std::move(plain);
    draft.reasons.emplace_back("UTF-16 becomes UTF-8");
    return true;
  }
  if (facts.has_nul) {
    draft.left.push_back(draft.path + " is not a text");
    return false;
  }
  if (facts.has_bom) {
    draft.text = std::string(discovery::without_bom(draft.text));
    draft.reasons.emplace_back("the byte order mark goes");
  }
  return true;
}

}  // namespace

bool mend_text(Draft& draft) {
  if (!decode(draft)) return false;
  if (draft.text.find("\r\n") != std::string::npos) {
    draft.text = replace_all(std::move(draft.text), "\r\n", "\n");
    draft.reasons.emplace_back("lines end with LF, not with CR LF");
  }
  if (!draft.text.empty() && draft.text.back() != '\n') {
    draft.text += '\n';
    draft.reasons.emplace_back("the last line ends with a newline");
  }
  return true;
}

std::size_t offset_of_line(std::string_view text, int line) {
  std::size_t at = 0;
  for (int i = 1; i < line; ++i) {
    at = text.find('\n', at);
    if (at == std::string_view::npos) return text.size();
    ++at;
  }
  return at;
}

std::size_t offset_of(std::string_view text, const Location& where) {
  const std::size_t line = offset_of_line(text, where.line);
  const auto column = static_cast<std::size_t>(where.column > 0 ? where.column - 1 : 0);
  return line + column > text.size() ? text.size() : line + column;
}

}  // namespace pinko::repair

#include "checker/discovery/dockerfile.hpp"

#include <algorithm>

namespace pinko::discovery {
namespace {

using Values = std::map<std::string, std::string>;

/// A value that names itself twice does not grow for ever.
constexpr std::size_t kLongestValue = 4096;
constexpr int kDeepest = 16;  ///< of a default in others

bool is_of_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Where the brace closes that stands open at `at`: `${PORT:-${OTHER:-80}}` holds another one.
std::size_t closing_brace(std::string_view text, std::size_t at) {
  int open = 1;
  for (; at < text.size(); ++at) {
    if (text[at] == '{' && text[at - 1] == '$') ++open;
    if (text[at] == '}' && --open == 0) return at;
  }
  return text.size();
}

class Substitution {
 public:
  Substitution(const Values& values, char escape)
      : values_(values),
        escape_(escape) {}

  [[nodiscard]] std::string of(std::string_view text, int depth) const {
    std::string out;
    const std::size_t most = std::max(text.size(), kLongestValue);
    for (std::size_t at = 0; at < text.size() && out.size() < most;) {
      if (text[at] == escape_ && text.substr(at + 1).starts_with('$')) {
        out += '$';
        at += 2;
      } else if (text[at] == '$') {
        at = put_value(text, at, depth, out);
      } else {
        out += text[at++];
      }
    }
    // The last value may reach beyond, and what holds it is a value itself.
    out.resize(std::min(out.size(), most));
    return out;
  }

 private:
  /// Puts in what begins with the dollar sign at `at`, and gives the place behind it.
  std::size_t put_value(std::string_view text, std::size_t at, int depth, std::string& out) const {
    const bool braced = text.substr(at + 1).starts_with('{');
    const std::size_t begin = at + (braced ? 2 : 1);
    std::size_t end = begin;
    while (end < text.size() && is_of_name(text[end]))
      ++end;
    if (end == begin) {
      out += '$';
      return at + 1;
    }
    const auto found = values_.find(std::string(text.substr(begin, end - begin)));
    const std::string value = found == values_.end() ? "" : found->second;
    if (!braced) {
      out += value;
      return end;
    }
    const std::size_t close = closing_brace(text, end);
    std::string_view word = text.substr(end, close - end);
    const bool colon = word.starts_with(':');
    if (colon) word.remove_prefix(1);
    const bool set = found != values_.end() && (!colon || !value.empty());
    const bool other = word.starts_with('-') ? !set : word.starts_with('+') && set;
    if (other && depth < kDeepest) {
      out += of(word.substr(1), depth + 1);
    } else if (!word.starts_with('+')) {
      out += value;
    }
    return close + 1;
  }

  const Values& values_;
  char escape_;
};

}  // namespace

std::string substitute(std::string_view text, const Values& values, char escape) {
  return Substitution(values, escape).of(text, 0);
}

}  // namespace pinko::discovery

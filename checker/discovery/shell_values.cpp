#include "checker/discovery/shell_values.hpp"

#include "checker/util/text.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace pinko::discovery {
namespace {

constexpr int kDeepest = 8;  ///< values that name other variables, or themselves
constexpr std::size_t kMostCommands = 100;
constexpr std::size_t kLongestWord = 4096;

/// `$NAME` or `${NAME}` in a word.
struct Reference {
  std::string name;
  std::size_t begin = 0;
  std::size_t end = 0;
};

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// The first reference from `from` on to one of the variables.
std::optional<Reference> find_reference(std::string_view text,
                                        const ShellValues& values,
                                        std::size_t from = 0) {
  for (std::size_t at = text.find('$', from); at != std::string_view::npos;
       at = text.find('$', at + 1)) {
    const bool braced = at + 1 < text.size() && text[at + 1] == '{';
    const std::size_t begin = at + (braced ? 2 : 1);
    std::size_t end = begin;
    while (end < text.size() && is_name(text[end]))
      ++end;
    const bool closed = !braced || (end < text.size() && text[end] == '}');
    std::string name(text.substr(begin, end - begin));
    if (!closed || !values.contains(name)) continue;
    return Reference{.name = std::move(name), .begin = at, .end = end + (braced ? 1 : 0)};
  }
  return std::nullopt;
}

/// The words with each reference to `name` replaced.
std::vector<Word> put(const std::vector<Word>& words,
                      const std::string& name,
                      const std::string& value) {
  const ShellValues one{{name, {value}}};
  std::vector<Word> made;
  for (const Word& word : words) {
    std::string text = word.text;
    std::size_t from = 0;
    bool changed = false;
    for (auto found = find_reference(text, one); found && text.size() <= kLongestWord;
         found = find_reference(text, one, from)) {
      text.replace(found->begin, found->end - found->begin, value);
      from = found->begin + value.size();
      changed = true;
    }
    if (!changed || word.quoted) {
      made.push_back({.text = std::move(text), .offset = word.offset, .quoted = word.quoted});
      continue;
    }
    for (const std::string_view part : split(text, ' ')) {
      if (!part.empty()) made.push_back({.text = std::string(part), .offset = word.offset});
    }
  }
  return made;
}

void expand(std::vector<Word> words,
            const ShellValues& values,
            int depth,
            std::vector<std::vector<Word>>& out) {
  for (const Word& word : words) {
    const auto found = depth < kDeepest ? find_reference(word.text, values) : std::nullopt;
    if (!found) continue;
    for (const std::string& value : values.at(found->name)) {
      if (out.size() == kMostCommands) return;
      expand(put(words, found->name, value), values, depth + 1, out);
    }
    return;
  }
  if (out.size() < kMostCommands) out.push_back(std::move(words));
}

}  // namespace

ShellValues values_of(const ShellVariables& variables) {
  ShellValues values;
  for (const auto& [name, value] : variables)
    values[name] = {value};
  return values;
}

std::vector<std::vector<Word>> with_values(std::vector<Word> words, const ShellValues& values) {
  std::vector<std::vector<Word>> commands;
  expand(std::move(words), values, 0, commands);
  return commands;
}

}  // namespace pinko::discovery

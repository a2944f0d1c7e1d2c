#include "checker/discovery/shell_values.hpp"

#include "checker/util/text.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace pinko::discovery {
namespace {

constexpr int kDeepestName = 8;  ///< values that name other variables, or themselves
constexpr std::size_t kMostVariants = 100;
constexpr std::size_t kLongestWord = 4096;
constexpr std::size_t kWordCost = 16;  ///< of the room, beside a word's bytes

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

/// Puts values in, in every combination, within bounds of commands and of bytes.
class Expander {
 public:
  Expander(const ShellValues& values, std::size_t& room)
      : values_(values),
        room_(room) {}

  void expand(std::vector<Word> words, int depth) {
    const std::optional<Reference> found = depth < kDeepestName ? first_in(words) : std::nullopt;
    if (!found) {
      if (made_.size() < kMostVariants) made_.push_back(std::move(words));
      return;
    }
    for (const std::string& value : values_.at(found->name)) {
      if (full_ || made_.size() == kMostVariants) return;
      std::optional<std::vector<Word>> put_in = put(words, found->name, value);
      full_ = !put_in;
      if (full_) {
        made_.push_back(std::move(words));
        return;
      }
      expand(*std::move(put_in), depth + 1);
    }
  }

  [[nodiscard]] std::vector<std::vector<Word>> take() { return std::move(made_); }

 private:
  [[nodiscard]] std::optional<Reference> first_in(const std::vector<Word>& words) const {
    for (const Word& word : words) {
      if (auto found = find_reference(word.text, values_)) return found;
    }
    return std::nullopt;
  }

  /// False when there is no room for so much more.
  bool take_room(std::size_t bytes) {
    const bool fits = bytes <= room_;
    room_ -= std::min(bytes, room_);
    return fits;
  }

  /// The words with each reference to `name` replaced; nothing when they grow too long.
  std::optional<std::vector<Word>> put(const std::vector<Word>& words,
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
      if (!take_room(text.size() + kWordCost)) return std::nullopt;
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

  const ShellValues& values_;
  std::size_t& room_;
  bool full_ = false;
  std::vector<std::vector<Word>> made_;
};

}  // namespace

ShellValues values_of(const ShellVariables& variables) {
  ShellValues values;
  for (const auto& [name, value] : variables)
    values[name] = {value};
  return values;
}

std::vector<std::vector<Word>> with_values(std::vector<Word> words,
                                           const ShellValues& values,
                                           std::size_t& room) {
  Expander expander(values, room);
  expander.expand(std::move(words), 0);
  return expander.take();
}

}  // namespace pinko::discovery

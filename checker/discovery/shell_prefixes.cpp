#include "checker/discovery/shell_prefixes.hpp"

#include <algorithm>
#include <array>

namespace pinko::discovery {
namespace {

constexpr std::array<std::string_view, 15> kPlain = {"if",
                                                     "then",
                                                     "elif",
                                                     "else",
                                                     "do",
                                                     "while",
                                                     "until",
                                                     "{",
                                                     "}",
                                                     "!",
                                                     "fi",
                                                     "done",
                                                     "exec",
                                                     "command",
                                                     "builtin"};

/// A program that starts the one behind its options.
struct Starter {
  std::string_view name;
  std::string_view with_value;  ///< letters of short options that take the next word
  std::size_t operands = 0;     ///< words between its options and the program
};
constexpr std::array kStarters = {Starter{"sudo", "ugphCDRrT"},
                                  Starter{"env", "uCS"},
                                  Starter{"time", "fo"},
                                  Starter{"nohup", ""},
                                  Starter{"timeout", "ks", 1},
                                  Starter{"nice", "n"},
                                  Starter{"ionice", "cn"},
                                  Starter{"stdbuf", "ioe"},
                                  Starter{"eatmydata", ""}};

bool is_assignment(std::string_view word) {
  const std::size_t equals = word.find('=');
  if (equals == 0 || equals == std::string_view::npos) return false;
  if (word.front() >= '0' && word.front() <= '9') return false;
  return std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(equals), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

/// Where the program begins that a starter at `at` starts.
std::size_t behind(const Starter& starter, const std::vector<Word>& words, std::size_t at) {
  for (++at; at < words.size() && words[at].text.starts_with('-') && words[at].text != "-";) {
    const std::string& option = words[at++].text;
    if (option == "--") break;
    if (option.size() == 2 && starter.with_value.find(option[1]) != std::string_view::npos) ++at;
  }
  return std::min(at + starter.operands, words.size());
}

}  // namespace

void strip_prefixes(std::vector<Word>& words, ShellCommand& command) {
  std::size_t at = 0;
  while (at < words.size()) {
    const std::string& word = words[at].text;
    const std::string_view name = std::string_view(word).substr(word.rfind('/') + 1);
    const auto* const starter = std::ranges::find(kStarters, name, &Starter::name);
    if (!words[at].quoted && is_assignment(word)) {
      command.assignments.push_back(word);
      ++at;
    } else if (std::ranges::find(kPlain, word) != kPlain.end()) {
      ++at;
    } else if (starter != kStarters.end()) {
      command.sudo = command.sudo || name == "sudo";
      at = behind(*starter, words, at);
    } else {
      break;
    }
  }
  words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(at));
}

}  // namespace pinko::discovery

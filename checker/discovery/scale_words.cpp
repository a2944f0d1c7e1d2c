#include "checker/discovery/scale_words.hpp"

#include <algorithm>
#include <iterator>

namespace pinko::discovery {
namespace {

/// A program, or a word of the shell's, that does nothing but start the one behind it.
bool only_starts(std::string_view word) {
  constexpr std::string_view kStarters[] = {"command", "env", "exec", "nohup", "time"};
  return std::ranges::find(kStarters, word) != std::end(kStarters);
}

/// The first word from `at` on that is no option of docker's own, such as `--context default`.
std::size_t behind_own_options(const std::vector<Word>& words, std::size_t at) {
  constexpr std::string_view kWithValue[] = {
      "-c", "--context", "-H", "--host", "--config", "-l", "--log-level"};
  while (at < words.size() && words[at].text.starts_with('-')) {
    const bool value = std::ranges::find(kWithValue, words[at].text) != std::end(kWithValue);
    at = std::min(at + (value ? 2 : 1), words.size());
  }
  return at;
}

}  // namespace

std::size_t behind_program(const std::vector<Word>& words, ScaleCommand& command) {
  std::size_t at = 0;
  while (at < words.size()) {
    const std::string& word = words[at].text;
    const std::size_t equals = word.find('=');
    const bool assignment = equals != std::string::npos && equals > 0 && word.front() != '-';
    if (word == "sudo") {
      command.sudo = true;
    } else if (assignment) {
      command.variables.push_back(word);
    } else if (!only_starts(word) && !(command.sudo && word.starts_with('-'))) {
      break;
    }
    ++at;
  }
  if (at == words.size()) return 0;
  std::string program = words[at].text.substr(words[at].text.rfind('/') + 1);
  if (program.ends_with(".exe")) program.resize(program.size() - 4);
  if (program == "docker-compose") return at + 1;
  if (program != "docker") return 0;
  at = behind_own_options(words, at + 1);
  if (at == words.size() || words[at].text != "compose") return 0;
  command.compose_v2 = true;
  return at + 1;
}

void cut_comment(std::vector<Word>& words) {
  const auto comment = std::find_if(words.begin(), words.end(), [](const Word& word) {
    return !word.quoted && word.text.starts_with('#');
  });
  words.erase(comment, words.end());
}

void cut_redirections(std::vector<Word>& words) {
  for (std::size_t at = 0; at < words.size();) {
    const std::string& text = words[at].text;
    const std::size_t sign = text.find_first_not_of("0123456789&");
    const bool redirects =
        !words[at].quoted && sign != std::string::npos && (text[sign] == '>' || text[sign] == '<');
    if (!redirects) {
      ++at;
      continue;
    }
    const bool bare = text.find_first_not_of("<>|", sign) == std::string::npos;
    const auto first = words.begin() + static_cast<std::ptrdiff_t>(at);
    words.erase(first, bare && at + 1 < words.size() ? first + 2 : first + 1);
  }
}

}  // namespace pinko::discovery

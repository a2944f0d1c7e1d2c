#include "checker/report/wrap.hpp"

#include "checker/util/text.hpp"

#include <algorithm>
#include <cstdint>

namespace pinko::report {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// The blocks that matter here, of Unicode's EastAsianWidth.txt and of general category Mn/Cf.
constexpr Range kWide[] = {{0x1100, 0x115F},
                           {0x2E80, 0xA4CF},
                           {0xAC00, 0xD7A3},
                           {0xF900, 0xFAFF},
                           {0xFE30, 0xFE6F},
                           {0xFF00, 0xFF60},
                           {0xFFE0, 0xFFE6},
                           {0x1F300, 0x1F64F},
                           {0x1F900, 0x1F9FF},
                           {0x20000, 0x3FFFD}};
constexpr Range kNoWidth[] = {{0x0300, 0x036F}, {0x200B, 0x200D}, {0xFE00, 0xFE0F}};

std::size_t width_of(std::uint32_t code) {
  const auto holds = [code](const Range& range) {
    return code >= range.first && code <= range.last;
  };
  if (std::ranges::any_of(kNoWidth, holds)) return 0;
  return std::ranges::any_of(kWide, holds) ? 2 : 1;
}

/// Takes one character off the front of valid UTF-8.
std::uint32_t take(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t size = lead < 0x80U ? 1 : lead < 0xE0U ? 2 : lead < 0xF0U ? 3 : 4;
  std::uint32_t code = size == 1 ? lead : lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < std::min(size, text.size()); ++i) {
    code = code << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  text.remove_prefix(std::min(size, text.size()));
  return code;
}

/// The length of the word at the start of a line, code between backticks taken as one.
std::size_t word_size(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && line[at] != ' ') {
    const std::size_t close = line[at] == '`' ? line.find('`', at + 1) : std::string_view::npos;
    at = close == std::string_view::npos ? at + 1 : close + 1;
  }
  return at;
}

void wrap_line(std::string_view line, std::size_t width, std::vector<std::string>& lines) {
  if (columns(line) <= width) {
    lines.emplace_back(line);
    return;
  }
  const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
  const std::string margin(std::min(indent, width / 2), ' ');
  line.remove_prefix(indent);
  std::string current = margin;
  std::size_t used = margin.size();
  bool empty = true;
  while (!line.empty()) {
    const std::size_t gap = std::min(line.find_first_not_of(' '), line.size());
    const std::string_view rest = line.substr(gap);
    const std::string_view word = rest.substr(0, word_size(rest));
    const std::size_t size = columns(word);
    if (!empty && used + gap + size > width) {
      lines.push_back(std::move(current));
      current = margin;
      used = margin.size();
    } else if (!empty && !word.empty()) {
      current.append(gap, ' ');
      used += gap;
    }
    current += word;
    used += size;
    empty = false;
    line.remove_prefix(gap + word.size());
  }
  lines.push_back(std::move(current));
}

/// How many bytes of the text fit into `width` columns; at least one character.
std::size_t fitting(std::string_view text, std::size_t width) {
  std::string_view rest = text;
  std::size_t used = 0;
  while (!rest.empty()) {
    std::string_view next = rest;
    used += width_of(take(next));
    if (used > width && rest.size() < text.size()) break;
    rest = next;
  }
  return text.size() - rest.size();
}

/// Where to break a text that is too long: behind the last slash or before the last space of what
/// fits, when that is not too near its beginning.
std::size_t break_of(std::string_view text, std::size_t width) {
  const std::size_t most = fitting(text, width);
  if (text.substr(most).starts_with(' ')) return most;
  const std::size_t space = text.substr(0, most).rfind(' ');
  if (space != std::string_view::npos && space > most / 2) return space;
  const std::size_t slash = text.substr(0, most).rfind('/');
  if (slash != std::string_view::npos && slash >= most / 2) return slash + 1;
  return most;
}

/// The size of the first argument of a command with the spaces before it, quotes and all.
std::size_t argument_size(std::string_view command) {
  std::size_t at = std::min(command.find_first_not_of(' '), command.size());
  char quote = 0;
  for (; at < command.size(); ++at) {
    const char byte = command[at];
    if (byte == '\\' && quote != '\'') {
      ++at;
    } else if (quote != 0) {
      if (byte == quote) quote = 0;
    } else if (byte == '\'' || byte == '"') {
      quote = byte;
    } else if (byte == ' ') {
      break;
    }
  }
  return std::min(at, command.size());
}

}  // namespace

std::size_t columns(std::string_view text) {
  std::size_t sum = 0;
  while (!text.empty())
    sum += width_of(take(text));
  return sum;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  for (const std::string_view line : split_lines(text)) {
    wrap_line(replace_all(std::string(line), "\t", "    "), width, lines);
  }
  return lines;
}

std::vector<std::string> fold(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  for (const std::string& line : wrap(text, width)) {
    std::string_view rest = line;
    while (fitting(rest, width) < rest.size()) {
      const std::size_t size = break_of(rest, width);
      lines.emplace_back(rest.substr(0, size));
      rest.remove_prefix(size);
      rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    }
    if (!rest.empty() || line.empty()) lines.emplace_back(rest);
  }
  return lines;
}

std::vector<std::string> fold_command(std::string_view command, std::size_t width) {
  constexpr std::string_view kMore = " \\";
  constexpr std::string_view kMargin = "  ";
  if (columns(command) <= width) return {std::string(command)};
  std::vector<std::string> lines;
  std::string line;
  while (!command.empty()) {
    const std::string_view argument = command.substr(0, argument_size(command));
    command.remove_prefix(argument.size());
    const std::size_t end = command.empty() ? 0 : kMore.size();
    if (!line.empty() && columns(line) + columns(argument) + end > width) {
      lines.push_back(line.append(kMore));
      const std::size_t blanks = std::min(argument.find_first_not_of(' '), argument.size());
      line = std::string(kMargin).append(argument.substr(blanks));
    } else {
      line += argument;
    }
  }
  lines.push_back(std::move(line));
  return lines;
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t used = columns(text);
  return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::string shortened(std::string_view text, std::size_t width, std::string_view end) {
  if (columns(text) <= width) return std::string(text);
  const std::size_t room = width - std::min(width, columns(end));
  std::string_view rest = text;
  std::size_t used = 0;
  while (!rest.empty()) {
    std::string_view next = rest;
    used += width_of(take(next));
    if (used > room) break;
    rest = next;
  }
  return std::string(text.substr(0, text.size() - rest.size())) + std::string(end);
}

}  // namespace pinko::report

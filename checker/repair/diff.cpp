#include "checker/repair/diff.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace pinko::repair {
namespace {

using Lines = std::vector<std::string_view>;

constexpr std::size_t kContext = 3;
constexpr std::size_t kMostCells = 4'000'000;

/// Lines with their ends; only the last may lack one.
Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

/// One line of the comparison: '=' in both, '-' in the old text, '+' in the new one.
struct Step {
  char sign = '=';
  std::string_view line;
};

/// The lengths of the longest common subsequences of all ends of two texts.
class Lengths {
 public:
  Lengths(const Lines& a, const Lines& b)
      : width_(b.size() + 1),
        cells_((a.size() + 1) * width_, 0) {
    for (std::size_t i = a.size(); i-- > 0;) {
      for (std::size_t j = b.size(); j-- > 0;) {
        cells_[i * width_ + j] =
            a[i] == b[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
      }
    }
  }
  [[nodiscard]] unsigned at(std::size_t i, std::size_t j) const { return cells_[i * width_ + j]; }

 private:
  std::size_t width_;
  std::vector<unsigned> cells_;
};

void all_of(char sign, const Lines& lines, std::vector<Step>& steps) {
  for (const std::string_view line : lines)
    steps.push_back({sign, line});
}

void compare(const Lines& a, const Lines& b, std::vector<Step>& steps) {
  if ((a.size() + 1) * (b.size() + 1) > kMostCells) {
    all_of('-', a, steps);
    all_of('+', b, steps);
    return;
  }
  const Lengths lengths(a, b);
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      steps.push_back({'=', a[i]});
      ++i, ++j;
    } else if (i < a.size() && (j == b.size() || lengths.at(i + 1, j) >= lengths.at(i, j + 1))) {
      steps.push_back({'-', a[i++]});
    } else {
      steps.push_back({'+', b[j++]});
    }
  }
}

/// Both texts line by line; what they share at both ends is not compared.
std::vector<Step> steps_between(const Lines& a, const Lines& b) {
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t head = 0;
  while (head < most && a[head] == b[head])
    ++head;
  std::size_t tail = 0;
  while (tail < most - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
    ++tail;
  const auto part = [&](const Lines& all, std::size_t begin, std::size_t end) {
    return Lines(all.begin() + static_cast<std::ptrdiff_t>(begin),
                 all.begin() + static_cast<std::ptrdiff_t>(end));
  };
  std::vector<Step> steps;
  all_of('=', part(a, 0, head), steps);
  compare(part(a, head, a.size() - tail), part(b, head, b.size() - tail), steps);
  all_of('=', part(a, a.size() - tail, a.size()), steps);
  return steps;
}

/// "12,3" as the heads of hunks have it: an empty range begins one line earlier.
std::string range_of(std::size_t before, std::size_t count) {
  return std::to_string(count == 0 ? before : before + 1) + ',' + std::to_string(count);
}

struct Hunk {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Changes with their context; those whose contexts touch are one.
std::vector<Hunk> hunks_of(const std::vector<Step>& steps) {
  std::vector<Hunk> hunks;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].sign == '=') continue;
    const std::size_t begin = i < kContext ? 0 : i - kContext;
    const std::size_t end = std::min(i + 1 + kContext, steps.size());
    if (!hunks.empty() && begin <= hunks.back().end) {
      hunks.back().end = end;
    } else {
      hunks.push_back({begin, end});
    }
  }
  return hunks;
}

std::string text_of(const std::vector<Step>& steps, const Hunk& hunk) {
  std::size_t before_old = 0;
  std::size_t before_new = 0;
  std::size_t old_lines = 0;
  std::size_t new_lines = 0;
  std::string body;
  for (std::size_t i = 0; i < hunk.end; ++i) {
    const bool inside = i >= hunk.begin;
    if (steps[i].sign != '+') ++(inside ? old_lines : before_old);
    if (steps[i].sign != '-') ++(inside ? new_lines : before_new);
    if (!inside) continue;
    body += steps[i].sign == '=' ? ' ' : steps[i].sign;
    body += steps[i].line;
    if (!steps[i].line.ends_with('\n')) body += "\n\\ No newline at end of file\n";
  }
  return "@@ -" + range_of(before_old, old_lines) + " +" + range_of(before_new, new_lines) +
         " @@\n" + body;
}

bool needs_quotes(std::string_view path) {
  return std::any_of(path.begin(), path.end(), [](char one) {
    const auto byte = static_cast<unsigned char>(one);
    return byte < 0x20 || byte >= 0x7F || one == '"' || one == '\\';
  });
}

/// A path as git writes it: in quotes with octal escapes where it has odd bytes.
std::string named(std::string_view side, const std::string& path) {
  std::string whole = std::string(side) + path;
  if (!needs_quotes(whole)) return whole;
  std::string text = "\"";
  for (const char one : whole) {
    const auto byte = static_cast<unsigned char>(one);
    if (one == '"' || one == '\\') {
      text += std::string{'\\', one};
    } else if (byte < 0x20 || byte >= 0x7F) {
      text += {'\\',
               static_cast<char>('0' + (byte >> 6U)),
               static_cast<char>('0' + ((byte >> 3U) & 7U)),
               static_cast<char>('0' + (byte & 7U))};
    } else {
      text += one;
    }
  }
  return text + '"';
}

}  // namespace

std::string unified_diff(const FileRepair& repair) {
  const std::string old_name = named("a/", repair.path);
  const std::string new_name = named("b/", repair.new_path);
  std::string text = "diff --git " + old_name + ' ' + new_name + '\n';
  if (repair.path != repair.new_path) {
    if (repair.before == repair.after) text += "similarity index 100%\n";
    text += "rename from " + named("", repair.path) + "\nrename to " + named("", repair.new_path) +
            '\n';
  }
  if (repair.before == repair.after) return text;
  const Lines a = lines_of(repair.before);
  const Lines b = lines_of(repair.after);
  const std::vector<Step> steps = steps_between(a, b);
  // A blank in a name ends it for `patch`, unless a tab follows.
  const auto ended = [](const std::string& name) {
    return name.find(' ') == std::string::npos ? name : name + '\t';
  };
  text += "--- " + ended(old_name) + "\n+++ " + ended(new_name) + '\n';
  for (const Hunk& hunk : hunks_of(steps))
    text += text_of(steps, hunk);
  return text;
}

}  // namespace pinko::repair

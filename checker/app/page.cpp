#include "checker/app/page.hpp"

#include "checker/report/wrap.hpp"
#include "checker/util/text.hpp"

#include <string>
#include <utility>

namespace pinko::app {
namespace {

constexpr std::string_view kCode = "\x1b[36m";
constexpr std::string_view kPlain = "\x1b[0m";

bool is_fence(std::string_view line) {
  return trim(line).starts_with("```");
}

/// Where a list item's text begins, so that its further lines stand below it; 0 for plain prose.
std::size_t indent_of(std::string_view line) {
  const std::size_t start = line.find_first_not_of(' ');
  if (start == std::string_view::npos) return 0;
  const std::string_view text = line.substr(start);
  if (text.starts_with("- ") || text.starts_with("* ")) return start + 2;
  const std::size_t digits = text.find_first_not_of("0123456789");
  if (digits > 0 && digits != std::string_view::npos && text.substr(digits).starts_with(". ")) {
    return start + digits + 2;
  }
  return 0;
}

/// Puts what stands between `backticks` in colour instead. `inside` says whether a line begins
/// within such a piece, and then whether the next one does.
std::string ink_code(std::string_view line, bool& inside) {
  std::string text = inside ? std::string(kCode) : "";
  for (const char byte : line) {
    if (byte != '`') {
      text += byte;
      continue;
    }
    inside = !inside;
    text += inside ? kCode : kPlain;
  }
  return inside ? text.append(kPlain) : text;
}

/// Gathers the lines of a paragraph or of an item of a list, and folds them to the width.
class Paper {
 public:
  Paper(std::size_t width, bool color)
      : width_(width),
        color_(color) {}

  void prose(std::string_view line) {
    const std::size_t indent = indent_of(line);
    if (indent > 0) {
      end();
      lead_ = std::string(line.substr(0, indent));
      line.remove_prefix(indent);
    }
    if (!words_.empty()) words_ += ' ';
    words_ += trim(line);
  }
  void heading(std::string_view line) {
    const std::string words(trim(line.substr(std::min(line.find_first_not_of('#'), line.size()))));
    raw(color_ ? "\x1b[1m" + words + std::string(kPlain) : words);
  }
  void code(std::string_view line) {
    if (line.empty()) return raw({});
    raw("    " + (color_ ? std::string(kCode).append(line).append(kPlain) : std::string(line)));
  }
  void raw(std::string_view line) {
    end();
    text_.append(line) += '\n';
  }
  void end() {
    const std::size_t room = width_ > lead_.size() + 20 ? width_ - lead_.size() : 20;
    bool inside = false;
    for (const std::string& line : report::fold(words_, room)) {
      text_ += lead_ + (color_ ? ink_code(line, inside) : line) + '\n';
      lead_.assign(lead_.size(), ' ');
    }
    words_.clear();
    lead_.clear();
  }
  [[nodiscard]] std::string take() {
    end();
    return std::move(text_);
  }

 private:
  std::size_t width_;
  bool color_;
  std::string lead_;   ///< what stands before the first line: "- "
  std::string words_;  ///< of the paragraph so far
  std::string text_;
};

}  // namespace

std::string find_section(std::string_view page, std::string_view check_id) {
  std::string section;
  bool inside = false;
  bool in_code = false;
  for (const std::string_view line : split_lines(page)) {
    if (is_fence(line)) in_code = !in_code;
    if (!in_code && line.starts_with("## ")) {
      const std::string_view title = trim(line.substr(3));
      inside = title == check_id;
    }
    if (inside) section.append(line).append("\n");
  }
  while (section.ends_with("\n\n"))
    section.pop_back();
  return section;
}

std::string render_page(std::string_view markdown, std::size_t width, bool color) {
  Paper paper(width, color);
  bool in_code = false;
  for (const std::string_view line : split_lines(markdown)) {
    if (is_fence(line)) {
      in_code = !in_code;
      paper.end();
    } else if (in_code) {
      paper.code(line);
    } else if (line.starts_with('#')) {
      paper.heading(line);
    } else if (trim(line).empty()) {
      paper.raw({});
    } else {
      paper.prose(line);
    }
  }
  return paper.take();
}

}  // namespace pinko::app

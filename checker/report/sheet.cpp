#include "checker/report/sheet.hpp"

#include "checker/report/wrap.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::report {
namespace {

constexpr std::size_t kLabelAt = 4;
constexpr int kNarrowest = 40;
constexpr int kWidest = 120;  // longer lines of prose are hard to read

std::string_view code_of(Ink ink) {
  switch (ink) {
    case Ink::plain:
      return {};
    case Ink::bold:
      return "1";
    case Ink::dim:
      return "2";
    case Ink::red:
      return "1;31";
    case Ink::green:
      return "32";
    case Ink::yellow:
      return "33";
  }
  return {};
}

}  // namespace

Ink ink_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return Ink::green;
    case Outcome::failed:
    case Outcome::refused:
      return Ink::red;
    case Outcome::errored:
    case Outcome::unstable:
      return Ink::yellow;
    case Outcome::skipped:
      return Ink::dim;
  }
  return Ink::plain;
}

Sheet::Sheet(const WriteOptions& options)
    : options_(options),
      width_(static_cast<std::size_t>(std::clamp(options.width, kNarrowest, kWidest))) {}

std::string Sheet::ink(Ink ink, std::string_view text) const {
  if (!options_.color || ink == Ink::plain || text.empty()) return std::string(text);
  return "\x1b[" + std::string(code_of(ink)) + 'm' + std::string(text) + "\x1b[0m";
}

std::string_view Sheet::either(std::string_view unicode, std::string_view ascii) const {
  return options_.unicode ? unicode : ascii;
}

std::string Sheet::mark(Outcome outcome) const {
  switch (outcome) {
    case Outcome::passed:
      return ink(Ink::green, either("✓", "+"));
    case Outcome::failed:
      return ink(Ink::red, either("✗", "x"));
    case Outcome::refused:
      return ink(Ink::red, either("⊘", "!"));
    case Outcome::errored:
      return ink(Ink::yellow, "?");
    case Outcome::unstable:
      return ink(Ink::yellow, "~");
    case Outcome::skipped:
      return ink(Ink::dim, either("·", "-"));
  }
  return "?";
}

void Sheet::line(std::string_view text) {
  text_ += text;
  text_ += '\n';
}

void Sheet::gap() {
  if (!text_.empty() && !text_.ends_with("\n\n")) text_ += '\n';
}

void Sheet::words(std::size_t indent, std::string_view text, Ink color) {
  for (const std::string& part : fold(text, width_ - indent)) {
    line(std::string(indent, ' ') + ink(color, part));
  }
}

void Sheet::field(std::string_view label, std::string_view text, Ink color) {
  std::string_view shown = label;
  for (const std::string& part : fold(text, width_ - kWordsAt)) {
    line(std::string(kLabelAt, ' ') + ink(Ink::dim, padded(shown, kWordsAt - kLabelAt)) +
         ink(color, part));
    shown = {};
  }
}

void Sheet::commands(std::size_t indent, std::string_view text) {
  for (const std::string_view command : split_lines(text)) {
    for (const std::string& part : fold_command(command, width_ - indent))
      line(std::string(indent, ' ') + part);
  }
}

void Sheet::output(std::string_view label, std::string_view text) {
  std::string_view shown = label;
  for (const std::string& part : fold(text, width_ - kWordsAt - 2)) {
    line(std::string(kLabelAt, ' ') + ink(Ink::dim, padded(shown, kWordsAt - kLabelAt)) +
         ink(Ink::dim, either("│ ", "| ")) + part);
    shown = {};
  }
}

void Sheet::ruled(std::string_view left, std::string_view right, Ink color) {
  const std::string end = right.empty() ? "" : "  " + ink(color, right);
  const std::size_t used = columns(left) + 2 + (right.empty() ? 0 : columns(right) + 2);
  std::string rule;
  for (std::size_t i = used; i < width_; ++i)
    rule += either("─", "-");
  line(ink(Ink::bold, left) + "  " + ink(Ink::dim, rule) + end);
}

}  // namespace pinko::report

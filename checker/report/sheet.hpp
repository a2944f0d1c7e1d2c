#pragma once

#include "checker/report/writer.hpp"

#include <string>
#include <string_view>

namespace pinko::report {

inline constexpr std::size_t kWordsAt = 14;  ///< the column of a field's words

enum class Ink { plain, bold, dim, red, green, yellow };

/// The console report while it is written: lines on a grid, with or without colours.
class Sheet {
 public:
  explicit Sheet(const WriteOptions& options);

  /// The text in a colour, where colours are wanted.
  [[nodiscard]] std::string ink(Ink ink, std::string_view text) const;
  /// One of two spellings: the first where Unicode may be used.
  [[nodiscard]] std::string_view either(std::string_view unicode, std::string_view ascii) const;
  /// The mark of an outcome, one column, coloured.
  [[nodiscard]] std::string mark(Outcome outcome) const;

  /// One line as it is, already inked.
  void line(std::string_view text = {});
  /// An empty line, where there is not one already.
  void gap();
  /// Words, wrapped and indented.
  void words(std::size_t indent, std::string_view text, Ink color = Ink::plain);
  /// `label  words`, the words wrapped in a column of their own. Nothing where there are no words.
  void field(std::string_view label, std::string_view text, Ink color = Ink::plain);
  /// Commands to copy, one a line of the text, in a column of their own; one that is too long goes
  /// on in further lines, so that it still does the same.
  void commands(std::size_t indent, std::string_view text);
  /// A program's output: each line behind a bar.
  void output(std::string_view label, std::string_view text);
  /// `left ─────── right` over the whole width; the columns are those of the plain texts.
  void ruled(std::string_view left, std::string_view right, Ink color);

  [[nodiscard]] std::size_t width() const { return width_; }
  [[nodiscard]] Verbosity verbosity() const { return options_.verbosity; }
  [[nodiscard]] const WriteOptions& options() const { return options_; }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  WriteOptions options_;
  std::size_t width_;
  std::string text_;
};

[[nodiscard]] Ink ink_of(Outcome outcome);

}  // namespace pinko::report

#pragma once

#include <array>
#include <initializer_list>
#include <span>
#include <string_view>

/// What other programs say when something is wrong, and what it means. The words are our own; the
/// original is always shown beside them.
namespace pinko::expect {

enum class Speaker { builder, shell, apt, pip, python, nginx, compose, engine, browser };

/// One complaint that is known.
struct Message {
  std::string_view id;                 ///< of the table of causes
  Speaker speaker = Speaker::builder;  ///< who says it
  std::array<std::string_view, 8>
      marks;                   ///< as the program prints it, in its releases; any of them
  std::string_view words;      ///< what it means, no full stop
  std::string_view direction;  ///< which way to look, a sentence without the answer
  std::string_view step;       ///< what to do, a sentence
};

/// Where two rows fit one text, the earlier one is the more exact.
[[nodiscard]] std::span<const Message> messages_of_builds();
[[nodiscard]] std::span<const Message> messages_of_servers();
[[nodiscard]] std::span<const Message> messages_of_compose();
[[nodiscard]] std::span<const Message> messages_of_browsers();

/// The first row, of one of these speakers, of which the text holds a mark; null when none does.
[[nodiscard]] const Message* find_message(std::span<const Message> rows,
                                          std::string_view text,
                                          std::initializer_list<Speaker> speakers);

/// The same among all rows, whoever speaks.
[[nodiscard]] const Message* find_message(std::string_view text);

/// The row of an id; null when there is none.
[[nodiscard]] const Message* message_of(std::string_view id);

}  // namespace pinko::expect

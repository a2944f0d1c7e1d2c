#include "checker/expect/messages/messages.hpp"

#include <algorithm>

namespace pinko::expect {
namespace {

bool holds(const Message& row, std::string_view text) {
  return std::ranges::any_of(row.marks, [text](std::string_view mark) {
    return !mark.empty() && text.find(mark) != std::string_view::npos;
  });
}

std::array<std::span<const Message>, 4> all_tables() {
  return {
      messages_of_builds(), messages_of_servers(), messages_of_compose(), messages_of_browsers()};
}

}  // namespace

const Message* find_message(std::span<const Message> rows,
                            std::string_view text,
                            std::initializer_list<Speaker> speakers) {
  for (const Message& row : rows) {
    if (std::ranges::find(speakers, row.speaker) != speakers.end() && holds(row, text)) return &row;
  }
  return nullptr;
}

const Message* find_message(std::string_view text) {
  for (const std::span<const Message> table : all_tables()) {
    for (const Message& row : table) {
      if (holds(row, text)) return &row;
    }
  }
  return nullptr;
}

const Message* message_of(std::string_view id) {
  for (const std::span<const Message> table : all_tables()) {
    const auto found = std::ranges::find(table, id, &Message::id);
    if (found != table.end()) return &*found;
  }
  return nullptr;
}

}  // namespace pinko::expect

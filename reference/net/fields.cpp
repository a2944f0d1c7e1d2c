#include "reference/net/characters.hpp"
#include "reference/net/http_head.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace reference::net {
namespace {

struct Known {
  std::string_view name;
  FieldName id;
};

/// In the order of their lengths, so that a name is compared with few.
constexpr Known kKnown[] = {
    {"te", FieldName::te},
    {"via", FieldName::via},
    {"date", FieldName::date},
    {"host", FieldName::host},
    {"range", FieldName::range},
    {"expect", FieldName::expect},
    {"origin", FieldName::origin},
    {"trailer", FieldName::trailer},
    {"upgrade", FieldName::upgrade},
    {"if-match", FieldName::if_match},
    {"if-range", FieldName::if_range},
    {"connection", FieldName::connection},
    {"keep-alive", FieldName::keep_alive},
    {"max-forwards", FieldName::max_forwards},
    {"if-none-match", FieldName::if_none_match},
    {"content-length", FieldName::content_length},
    {"x-forwarded-for", FieldName::x_forwarded_for},
    {"proxy-connection", FieldName::proxy_connection},
    {"x-forwarded-host", FieldName::x_forwarded_host},
    {"if-modified-since", FieldName::if_modified_since},
    {"transfer-encoding", FieldName::transfer_encoding},
    {"x-forwarded-proto", FieldName::x_forwarded_proto},
    {"if-unmodified-since", FieldName::if_unmodified_since},
};

constexpr std::size_t kLongest = std::size(kKnown[std::size(kKnown) - 1].name);

/// kFirst[n] is the first known name of n letters, or of more.
constexpr std::array<std::uint8_t, kLongest + 2> first_of_length() {
  std::array<std::uint8_t, kLongest + 2> first{};
  for (std::size_t length = 0; length < first.size(); ++length) {
    std::size_t place = 0;
    while (place < std::size(kKnown) && kKnown[place].name.size() < length)
      ++place;
    first[length] = static_cast<std::uint8_t>(place);
  }
  return first;
}

constexpr auto kFirst = first_of_length();

/// Eight letters with their case taken away.
std::uint64_t caseless(const char* letters) {
  std::uint64_t eight = 0;
  std::memcpy(&eight, letters, sizeof eight);
  return eight | 0x2020202020202020;
}

/// Whether a name, of characters that names can have, is the known one of the same length. The bit
/// that sets the two cases apart is no other difference between such characters and those of known
/// names.
bool is_known(std::string_view known, std::string_view name) {
  constexpr std::size_t kStep = sizeof(std::uint64_t);
  const std::size_t size = name.size();
  if (size < kStep) return same_word(known, name);
  for (std::size_t at = 0; at + kStep < size; at += kStep) {
    if (caseless(known.data() + at) != caseless(name.data() + at)) return false;
  }
  return caseless(known.data() + size - kStep) == caseless(name.data() + size - kStep);
}

}  // namespace

FieldName field_name(std::string_view name) {
  if (name.size() > kLongest) return FieldName::other;
  for (std::size_t i = kFirst[name.size()]; i < kFirst[name.size() + 1]; ++i) {
    if (is_known(kKnown[i].name, name)) return kKnown[i].id;
  }
  return FieldName::other;
}

std::optional<std::string_view> Fields::find(FieldName id) const {
  const Field* found = std::find_if(begin(), end(), [&](const Field& f) { return f.id == id; });
  if (found == end()) return std::nullopt;
  return found->value;
}

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return to_lower(x) == to_lower(y);
         });
}

bool list_has(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view item = list.substr(0, comma);
    while (!item.empty() && is_blank(item.front()))
      item.remove_prefix(1);
    while (!item.empty() && is_blank(item.back()))
      item.remove_suffix(1);
    if (same_word(item, word)) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

}  // namespace reference::net

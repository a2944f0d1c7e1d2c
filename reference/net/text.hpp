#pragma once

#include "reference/net/result.hpp"

#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

namespace reference::net {

// What a person writes in options and configuration files.

std::vector<std::string_view> split(std::string_view text, char separator);

/// The words between blanks.
std::vector<std::string_view> words_of(std::string_view line);

/// A whole number within bounds.
Result<std::uint64_t> parse_number(std::string_view text, std::uint64_t least, std::uint64_t most);

/// `500ms`, `10s`, `2m`.
Result<std::chrono::milliseconds> parse_duration(std::string_view text);

/// `4096`, `64k`, `64m`, `1g`: octets.
Result<std::uint64_t> parse_size(std::string_view text);

}  // namespace reference::net

#include "reference/net/body.hpp"

#include "reference/net/characters.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace reference::net {
namespace {

constexpr std::uint32_t kMostDigits = 15;           // of a chunk's size: no overflow possible
constexpr std::uint32_t kMostOverhead = 16 * 1024;  // extensions and trailers of one body

}  // namespace

BodyDecoder::BodyDecoder(Framing framing)
    : left_(framing.length) {
  switch (framing.kind) {
    case Framing::Kind::none:
      break;
    case Framing::Kind::length:
      state_ = left_ > 0 ? State::plain : State::finished;
      break;
    case Framing::Kind::chunked:
      state_ = State::size;
      break;
    case Framing::Kind::until_close:
      state_ = State::until_close;
      break;
  }
}

BodyDecoder::Part BodyDecoder::feed(std::span<char> octets) {
  const std::string_view all(octets.data(), octets.size());
  if (state_ == State::until_close) return {.data = all, .used = all.size()};
  if (state_ == State::plain) {
    const std::size_t taken = std::min<std::uint64_t>(left_, all.size());
    left_ -= taken;
    if (left_ == 0) state_ = State::finished;
    return {.data = all.substr(0, taken), .used = taken};
  }
  std::size_t read = 0;
  std::size_t written = 0;
  while (read < all.size() && !finished() && !broken()) {
    if (state_ != State::data) {
      step(octets[read++]);
      continue;
    }
    const std::size_t taken = std::min<std::uint64_t>(left_, all.size() - read);
    std::memmove(octets.data() + written, octets.data() + read, taken);
    read += taken;
    written += taken;
    left_ -= taken;
    if (left_ == 0) state_ = State::data_cr;
  }
  return {.data = all.substr(0, written), .used = read};
}

void BodyDecoder::end_of_stream() {
  if (state_ == State::until_close) {
    state_ = State::finished;
  } else if (!finished()) {
    fail("the body ended early");
  }
}

void BodyDecoder::step(char octet) {
  switch (state_) {
    case State::size:
      step_size(octet);
      break;
    case State::size_blank:
      step_size_blank(octet);
      break;
    case State::extension:
      if (octet == '\r') {
        state_ = State::size_end;
      } else if (!is_field_text({&octet, 1}) || ++overhead_ > kMostOverhead) {
        fail("a chunk extension is malformed or too long");
      }
      break;
    case State::size_end:
      expect(octet, '\n', left_ > 0 ? State::data : State::trailer);
      digits_ = 0;
      break;
    case State::data_cr:
      expect(octet, '\r', State::data_lf);
      break;
    case State::data_lf:
      expect(octet, '\n', State::size);
      break;
    case State::trailer:
    case State::trailer_line:
      step_trailer(octet);
      break;
    case State::trailer_lf:
      expect(octet, '\n', State::trailer);
      break;
    case State::last_lf:
      expect(octet, '\n', State::finished);
      break;
    case State::plain:
    case State::until_close:
    case State::data:
    case State::finished:
    case State::broken:
      break;
  }
}

void BodyDecoder::step_size(char octet) {
  const int digit = hex_value(octet);
  if (digit >= 0 && digits_ < kMostDigits) {
    left_ = left_ * 16 + static_cast<std::uint64_t>(digit);
    ++digits_;
  } else if (octet == '\r' && digits_ > 0) {
    state_ = State::size_end;
  } else if (octet == ';' && digits_ > 0) {
    state_ = State::extension;
  } else if (is_blank(octet) && digits_ > 0) {
    state_ = State::size_blank;
  } else {
    fail("a chunk's size is not a hexadecimal number");
  }
}

void BodyDecoder::step_size_blank(char octet) {
  if (octet == ';') {
    state_ = State::extension;
  } else if (!is_blank(octet) || ++overhead_ > kMostOverhead) {
    fail("blanks stand behind a chunk's size, and no extension");
  }
}

void BodyDecoder::step_trailer(char octet) {
  if (octet == '\r') {
    state_ = state_ == State::trailer ? State::last_lf : State::trailer_lf;
  } else if (!is_field_text({&octet, 1}) || ++overhead_ > kMostOverhead) {
    fail("a trailer is malformed or too long");
  } else {
    state_ = State::trailer_line;
  }
}

void BodyDecoder::expect(char octet, char expected, State next) {
  state_ = next;
  if (octet != expected) fail("a chunk does not end where its size says, or lacks its line end");
}

void BodyDecoder::fail(std::string_view problem) {
  state_ = State::broken;
  problem_ = problem;
}

void BodyEncoder::encode(std::string_view data, bool last, Pieces& pieces) {
  if (!chunked_) {
    pieces.add(data);
    return;
  }
  if (!data.empty()) {
    char* end = std::to_chars(size_line_.data(), size_line_.data() + 16, data.size(), 16).ptr;
    *end++ = '\r';
    *end++ = '\n';
    pieces.add({size_line_.data(), static_cast<std::size_t>(end - size_line_.data())});
    pieces.add(data);
    pieces.add("\r\n");
  }
  if (last) pieces.add("0\r\n\r\n");
}

}  // namespace reference::net

#pragma once

#include "reference/net/buffer.hpp"
#include "reference/net/http_head.hpp"
#include "reference/net/pieces.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace reference::net {

/// Takes a body's octets out of what arrives: pure, no sockets. Chunks are undone in place; their
/// extensions and trailers are left out, as a proxy may.
class BodyDecoder {
 public:
  explicit BodyDecoder(Framing framing);

  struct Part {
    std::string_view data;  ///< body octets, at the front of what was fed
    std::size_t used = 0;   ///< octets to consume; what is behind them belongs to the next message
  };

  /// Decodes what has arrived. After that either all of it is used, or the body has ended or is
  /// broken.
  Part feed(std::span<char> octets);

  /// Nothing more will arrive. Fine only for a body that lasts until then.
  void end_of_stream();

  /// The block to read the rest into: a large one for a body that is known to be long.
  [[nodiscard]] BlockSize fitting_block() const {
    const bool is_long = state_ == State::plain && left_ > octets_in(BlockSize::medium);
    return is_long ? BlockSize::large : BlockSize::medium;
  }

  [[nodiscard]] bool finished() const { return state_ == State::finished; }
  [[nodiscard]] bool broken() const { return state_ == State::broken; }
  /// The chunk or trailer that is wrong, in a sentence.
  [[nodiscard]] std::string_view problem() const { return problem_; }

 private:
  enum class State : std::uint8_t {
    plain,  ///< `left_` octets, no chunks
    until_close,
    size,        ///< a chunk's size in hexadecimal
    size_blank,  ///< blanks behind it, which an extension must follow (RFC 9112, 7.1.1)
    extension,   ///< ignored up to the line's end
    size_end,    ///< the line feed behind the size
    data,        ///< `left_` octets of a chunk
    data_cr,     ///< the line end behind a chunk
    data_lf,
    trailer,  ///< at the start of a line
    trailer_line,
    trailer_lf,
    last_lf,
    finished,
    broken,
  };

  void step(char octet);
  void step_size(char octet);
  void step_size_blank(char octet);
  void step_trailer(char octet);
  void expect(char octet, char expected, State next);
  void fail(std::string_view problem);

  State state_ = State::finished;
  std::uint64_t left_ = 0;
  std::uint32_t digits_ = 0;    ///< of the chunk's size
  std::uint32_t overhead_ = 0;  ///< octets of extensions and trailers so far
  std::string_view problem_;
};

/// Delimits a body on its way out: as it is, or in chunks.
class BodyEncoder {
 public:
  explicit BodyEncoder(bool chunked)
      : chunked_(chunked) {}

  /// Adds the data to the pieces; `last` ends the body. The pieces point into this encoder until
  /// the next call.
  void encode(std::string_view data, bool last, Pieces& pieces);

 private:
  bool chunked_;
  std::array<char, 20> size_line_{};
};

}  // namespace reference::net

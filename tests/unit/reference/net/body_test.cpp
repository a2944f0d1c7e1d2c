#include "reference/net/body.hpp"

#include "tests/support/catch.hpp"

#include <algorithm>
#include <string>

namespace reference::net {
namespace {

constexpr Framing kChunked{Framing::Kind::chunked, 0};

/// What a decoder makes of octets that arrive so many at a time.
struct Decoded {
  std::string data;
  std::string behind;
  bool finished = false;
  bool broken = false;
};

Decoded decode(Framing framing, std::string octets, std::size_t at_a_time) {
  BodyDecoder decoder(framing);
  Decoded decoded;
  std::size_t from = 0;
  while (from < octets.size() && !decoder.finished() && !decoder.broken()) {
    const std::size_t size = std::min(at_a_time, octets.size() - from);
    const BodyDecoder::Part part = decoder.feed({octets.data() + from, size});
    decoded.data += part.data;
    from += part.used;
  }
  decoded.behind = octets.substr(from);
  decoded.finished = decoder.finished();
  decoded.broken = decoder.broken();
  return decoded;
}

bool breaks(const std::string& chunks) {
  return decode(kChunked, chunks, chunks.size()).broken;
}

TEST_CASE("a body of a known length ends there") {
  for (const std::size_t at_a_time : {1U, 3U, 100U}) {
    const Decoded decoded = decode({Framing::Kind::length, 5}, "helloGET /", at_a_time);
    CHECK(decoded.data == "hello");
    CHECK(decoded.behind == "GET /");
    CHECK(decoded.finished);
  }
}

TEST_CASE("no body is finished before it begins") {
  CHECK(BodyDecoder(Framing{}).finished());
  CHECK(BodyDecoder({Framing::Kind::length, 0}).finished());
}

TEST_CASE("chunks are undone however they are cut") {
  const std::string chunks = "5\r\nhello\r\n00B\r\n, my world!\r\n0\r\n\r\nGET /";
  for (std::size_t at_a_time = 1; at_a_time <= chunks.size(); ++at_a_time) {
    const Decoded decoded = decode(kChunked, chunks, at_a_time);
    CHECK(decoded.data == "hello, my world!");
    CHECK(decoded.behind == "GET /");
    CHECK(decoded.finished);
  }
}

TEST_CASE("extensions and trailers are left out") {
  const Decoded decoded = decode(kChunked, "1;a=\"b\"\r\nx\r\n0;last\r\nA: b\r\nC: d\r\n\r\n", 7);
  CHECK(decoded.data == "x");
  CHECK(decoded.finished);
}

TEST_CASE("blanks behind a size are left out with the extension that they announce") {
  const std::string chunks = "5 ;a=b\r\nhello\r\n1\t \t; c\r\n!\r\n0 ;\r\n\r\nGET /";
  for (std::size_t at_a_time = 1; at_a_time <= chunks.size(); ++at_a_time) {
    const Decoded decoded = decode(kChunked, chunks, at_a_time);
    CHECK(decoded.data == "hello!");
    CHECK(decoded.behind == "GET /");
    CHECK(decoded.finished);
  }
}

TEST_CASE("a malformed chunk breaks the body") {
  CHECK(breaks("g\r\n"));
  CHECK(breaks("-1\r\n"));
  CHECK(breaks("0x5\r\n"));
  CHECK(breaks(" 5\r\n"));
  CHECK(breaks("5 \r\n"));
  CHECK(breaks("5\t\r\n"));
  CHECK(breaks("5 \n"));
  CHECK(breaks("5 \r;a\r\n"));
  CHECK(breaks("5 5;a\r\n"));
  CHECK(breaks("5 a\r\n"));
  CHECK(breaks("5 \x0b;a\r\n"));
  CHECK(breaks(" ;a\r\n"));
  CHECK(breaks("5 ;a\nhello"));
  CHECK(breaks("0 \r\n\r\n"));
  CHECK(breaks("\r\n"));
  CHECK(breaks(";a\r\n"));
  CHECK(breaks("5\nhello"));
  CHECK(breaks("5\rhello"));
  CHECK(breaks("5\r\nhello!\r\n"));
  CHECK(breaks("5\r\nhello\n"));
  CHECK(breaks("5;a\nhello"));
  CHECK(breaks("5;a\r\rhello"));
  CHECK(breaks("0\r\nA: b\n\r\n"));
  CHECK(breaks("0\r\n\rX"));
}

TEST_CASE("a size too large to count is refused, not wrapped around") {
  CHECK(breaks("10000000000000000\r\n"));
  CHECK(breaks("ffffffffffffffff\r\n"));
  CHECK(breaks("00000000000000005\r\n"));
}

TEST_CASE("extensions and trailers without end are refused") {
  CHECK(breaks("5;" + std::string(20'000, 'a')));
  CHECK(breaks("5" + std::string(20'000, ' ')));
  CHECK(breaks("0\r\n" + std::string(20'000, 'a')));
}

TEST_CASE("the end of the stream ends only a body that waits for it") {
  BodyDecoder until_close({Framing::Kind::until_close, 0});
  until_close.end_of_stream();
  CHECK(until_close.finished());
  BodyDecoder length({Framing::Kind::length, 1});
  length.end_of_stream();
  CHECK(length.broken());
  BodyDecoder chunked(kChunked);
  chunked.end_of_stream();
  CHECK(chunked.broken());
  CHECK_FALSE(chunked.problem().empty());
}

std::string encoded(BodyEncoder& encoder, std::string_view data, bool last) {
  Pieces pieces;
  encoder.encode(data, last, pieces);
  std::string text;
  for (const iovec& piece : pieces.left()) {
    text.append(static_cast<const char*>(piece.iov_base), piece.iov_len);
  }
  return text;
}

TEST_CASE("an encoder makes a chunk of each part, and the last one empty") {
  BodyEncoder encoder(true);
  CHECK(encoded(encoder, std::string(26, 'x'), false) == "1a\r\n" + std::string(26, 'x') + "\r\n");
  CHECK(encoded(encoder, "", false).empty());
  CHECK(encoded(encoder, "a", true) == "1\r\na\r\n0\r\n\r\n");
  CHECK(encoded(encoder, "", true) == "0\r\n\r\n");
}

TEST_CASE("an encoder without chunks changes nothing") {
  BodyEncoder encoder(false);
  CHECK(encoded(encoder, "abc", true) == "abc");
  CHECK(encoded(encoder, "", true).empty());
}

TEST_CASE("pieces that were sent in part go on where they stopped") {
  Pieces pieces("abc");
  pieces.add("");
  pieces.add("defg");
  pieces.sent(2);
  CHECK(pieces.left().size() == 2);
  pieces.sent(3);
  REQUIRE(pieces.left().size() == 1);
  CHECK(pieces.left()[0].iov_len == 2);
  pieces.sent(2);
  CHECK(pieces.empty());
}

TEST_CASE("input keeps what was not consumed and makes room for more") {
  Input input;
  CHECK(input.empty());
  std::span<char> room = input.room(BlockSize::small);
  REQUIRE(room.size() == octets_in(BlockSize::small));
  std::fill(room.begin(), room.end(), 'a');
  input.added(room.size());
  CHECK(input.full());
  CHECK(input.room(BlockSize::small).empty());
  input.consume(100);
  CHECK_FALSE(input.full());
  CHECK(input.room(BlockSize::small).size() == 100);
  input.consume(input.view().size());
  CHECK(input.room(BlockSize::large).size() == octets_in(BlockSize::large));
}

TEST_CASE("output that does not fit says so") {
  Output output(BlockSize::small);
  output.field("A", 12U).field("B", "c");
  CHECK(output.view() == "A: 12\r\nB: c\r\n");
  output.add(std::string(20'000, 'x'));
  CHECK(output.overflowed());
  output.clear();
  CHECK_FALSE(output.overflowed());
}

}  // namespace
}  // namespace reference::net

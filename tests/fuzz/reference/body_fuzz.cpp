// Feeds the body decoder with anything, whole and in two parts, and checks that both give the same.

#include "reference/net/body.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace reference::net;

void demand(bool holds) {
  if (!holds) std::abort();
}

/// What came of a body.
struct Outcome {
  std::string data;
  std::size_t used = 0;
  bool finished = false;
  bool broken = false;
};

void feed(BodyDecoder& decoder, std::string_view octets, Outcome& into) {
  if (decoder.finished() || decoder.broken()) return;
  std::string copy(octets);  // chunks are undone in place
  const BodyDecoder::Part part = decoder.feed(copy);
  demand(part.used <= copy.size() && part.data.size() <= part.used);
  demand(part.data.empty() || part.data.data() == copy.data());
  demand(part.used == copy.size() || decoder.finished() || decoder.broken());
  into.data += part.data;
  into.used += part.used;
  into.finished = decoder.finished();
  into.broken = decoder.broken();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  Framing framing{.kind = static_cast<Framing::Kind>(data[0] % 4), .length = 0};
  if (framing.kind == Framing::Kind::length) framing.length = data[0] / 4;
  const std::string_view octets(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::size_t cut = data[1] % (octets.size() + 1);

  Outcome whole;
  BodyDecoder at_once(framing);
  feed(at_once, octets, whole);

  Outcome halves;
  BodyDecoder in_parts(framing);
  feed(in_parts, octets.substr(0, cut), halves);
  feed(in_parts, octets.substr(cut), halves);
  demand(whole.data == halves.data && whole.used == halves.used);
  demand(at_once.finished() == in_parts.finished() && at_once.broken() == in_parts.broken());
  return 0;
}

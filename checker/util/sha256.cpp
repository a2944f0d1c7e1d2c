#include "checker/util/sha256.hpp"

#include <array>
#include <bit>
#include <cstdint>

namespace pinko {
namespace {

constexpr std::size_t kHashedBlock = 64;
constexpr std::size_t kRounds = 64;
using Words = std::array<std::uint32_t, 8>;

/// The first 32 bits of the fraction of `root`, for the roots of primes that FIPS 180-4 names.
/// Integer arithmetic: floating point has too few digits for the cube roots.
constexpr std::uint32_t fraction_of_root(std::uint32_t prime, int power) {
  // Seeks the largest x with x^power <= prime * 2^(32 * power); the low 32 bits are the fraction.
  __extension__ using Wide = unsigned __int128;
  std::uint64_t root = 0;
  for (std::uint64_t bit = std::uint64_t{1} << 36U; bit != 0; bit >>= 1U) {
    const std::uint64_t next = root | bit;
    // next has at most 37 bits; its cube at most 111.
    Wide product = static_cast<Wide>(next) * next;
    if (power == 3) product *= next;
    if (product <= static_cast<Wide>(prime) << (32 * power)) root = next;
  }
  return static_cast<std::uint32_t>(root);
}

constexpr std::array<std::uint32_t, kRounds> kPrimes = [] {
  std::array<std::uint32_t, kRounds> primes{};
  std::size_t found = 0;
  for (std::uint32_t number = 2; found < primes.size(); ++number) {
    bool prime = true;
    for (std::size_t i = 0; i < found && prime; ++i)
      prime = number % primes[i] != 0;
    if (prime) primes[found++] = number;
  }
  return primes;
}();

constexpr Words kStart = [] {
  Words start{};
  for (std::size_t i = 0; i < start.size(); ++i)
    start[i] = fraction_of_root(kPrimes[i], 2);
  return start;
}();

constexpr std::array<std::uint32_t, kRounds> kConstants = [] {
  std::array<std::uint32_t, kRounds> constants{};
  for (std::size_t i = 0; i < constants.size(); ++i)
    constants[i] = fraction_of_root(kPrimes[i], 3);
  return constants;
}();

std::array<std::uint32_t, kRounds> schedule(std::string_view block) {
  std::array<std::uint32_t, kRounds> words{};
  for (std::size_t i = 0; i < kHashedBlock; ++i) {
    words[i / 4] = words[i / 4] << 8U | static_cast<unsigned char>(block[i]);
  }
  for (std::size_t i = 16; i < words.size(); ++i) {
    const std::uint32_t a = words[i - 15];
    const std::uint32_t b = words[i - 2];
    words[i] = words[i - 16] + (std::rotr(a, 7) ^ std::rotr(a, 18) ^ a >> 3U) + words[i - 7] +
               (std::rotr(b, 17) ^ std::rotr(b, 19) ^ b >> 10U);
  }
  return words;
}

void absorb(Words& state, std::string_view block) {
  const auto words = schedule(block);
  auto [a, b, c, d, e, f, g, h] = state;
  for (std::size_t i = 0; i < kRounds; ++i) {
    const std::uint32_t first = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) +
                                ((e & f) ^ (~e & g)) + kConstants[i] + words[i];
    const std::uint32_t second =
        (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + first;
    d = c;
    c = b;
    b = a;
    a = first + second;
  }
  const Words mixed{a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < state.size(); ++i)
    state[i] += mixed[i];
}

}  // namespace

std::string sha256(std::string_view bytes) {
  Words state = kStart;
  std::size_t at = 0;
  for (; at + kHashedBlock <= bytes.size(); at += kHashedBlock)
    absorb(state, bytes.substr(at, kHashedBlock));
  std::string last(bytes.substr(at));
  last += '\x80';
  while (last.size() % kHashedBlock != kHashedBlock - 8)
    last += '\0';
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  for (unsigned shift = 64; shift != 0; shift -= 8)
    last += static_cast<char>(bits >> (shift - 8) & 0xFFU);
  for (std::size_t i = 0; i < last.size(); i += kHashedBlock)
    absorb(state, std::string_view(last).substr(i, kHashedBlock));
  std::string digits;
  for (const std::uint32_t word : state) {
    for (unsigned shift = 32; shift != 0; shift -= 4)
      digits += "0123456789abcdef"[word >> (shift - 4) & 0xFU];
  }
  return digits;
}

}  // namespace pinko

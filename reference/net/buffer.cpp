#include "reference/net/buffer.hpp"

#include <array>
#include <charconv>
#include <cstring>

namespace reference::net {
namespace {

/// How many unused blocks of each size a thread keeps: 15 MiB at most.
constexpr std::array<std::size_t, 3> kKept{512, 64, 12};

/// Unused blocks of one size; each holds the address of the next.
struct Unused {
  char* first = nullptr;
  std::size_t count = 0;
};

constinit thread_local std::array<Unused, kKept.size()> unused{};

char* take_from(Unused& pool) {
  char* block = pool.first;
  std::memcpy(&pool.first, block, sizeof pool.first);
  --pool.count;
  return block;
}

/// Frees a thread's blocks at its end.
struct BlockCleaner {
  BlockCleaner() = default;
  BlockCleaner(const BlockCleaner&) = delete;
  BlockCleaner& operator=(const BlockCleaner&) = delete;
  ~BlockCleaner() {
    for (Unused& pool : unused) {
      while (pool.count > 0)
        delete[] take_from(pool);
    }
  }
  void be_there() {}
};

thread_local BlockCleaner block_cleaner;

}  // namespace

Block::Block(BlockSize size)
    : size_(size) {
  Unused& pool = unused[static_cast<std::size_t>(size)];
  if (pool.count > 0) {
    data_ = take_from(pool);
  } else {
    block_cleaner.be_there();
    data_ = new char[octets_in(size)];
  }
}

Block::~Block() {
  if (data_ == nullptr) return;
  Unused& pool = unused[static_cast<std::size_t>(size_)];
  if (pool.count == kKept[static_cast<std::size_t>(size_)]) {
    delete[] data_;
    return;
  }
  std::memcpy(data_, &pool.first, sizeof pool.first);
  pool.first = data_;
  ++pool.count;
}

std::span<char> Input::room(BlockSize size) {
  if (!block_ || (empty() && block_.size() < size)) {
    block_ = Block(size);
  } else if (filled() && begin_ > 0) {
    std::memmove(block_.data(), block_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  return {block_.data() + end_, block_.capacity() - end_};
}

void Input::consume(std::size_t octets) {
  begin_ += octets;
  if (begin_ == end_) begin_ = end_ = 0;
}

void Input::release() {
  if (empty()) block_ = Block();
}

/// The block comes with the first word. False when there is one and it is full.
bool Output::take_block(std::size_t for_octets) {
  if (!block_) {
    block_ = Block(size_);
    at_ = block_.data();
    end_ = at_ + block_.capacity();
  }
  if (for_octets > static_cast<std::size_t>(end_ - at_)) overflowed_ = true;
  return !overflowed_;
}

Output& Output::add(std::uint64_t number) {
  std::array<char, 20> digits;
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  return add({digits.data(), static_cast<std::size_t>(written.ptr - digits.data())});
}

}  // namespace reference::net

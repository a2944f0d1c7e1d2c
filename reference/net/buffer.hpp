#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace reference::net {

/// The sizes that blocks come in: a head; a body's first part; a body under way.
enum class BlockSize : std::uint8_t { small, medium, large };

constexpr std::size_t octets_in(BlockSize size) {
  switch (size) {
    case BlockSize::small:
      return 16 * 1024;
    case BlockSize::medium:
      return 64 * 1024;
    case BlockSize::large:
      return 256 * 1024;
  }
  return 0;
}

/// Memory for octets in passing, from a pool of the thread. A connection holds one only while it is
/// at work, so that thousands of idle ones cost next to nothing.
class Block {
 public:
  Block() = default;
  explicit Block(BlockSize size);
  Block(Block&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(other.size_) {}
  Block& operator=(Block&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;
  ~Block();

  explicit operator bool() const { return data_ != nullptr; }
  [[nodiscard]] char* data() const { return data_; }
  [[nodiscard]] std::size_t capacity() const { return data_ != nullptr ? octets_in(size_) : 0; }
  [[nodiscard]] BlockSize size() const { return size_; }

 private:
  char* data_ = nullptr;
  BlockSize size_ = BlockSize::small;
};

/// Octets that have arrived and are not yet dealt with: views into it hold until the next change.
class Input {
 public:
  [[nodiscard]] std::string_view view() const { return {block_.data() + begin_, end_ - begin_}; }
  [[nodiscard]] std::span<char> octets() const { return {block_.data() + begin_, end_ - begin_}; }
  [[nodiscard]] bool empty() const { return begin_ == end_; }

  /// Room behind the present octets; takes a block of this size when there is none, and moves the
  /// octets to its front when that makes room. Empty when the block is full.
  std::span<char> room(BlockSize size);
  void added(std::size_t octets) { end_ += octets; }
  void consume(std::size_t octets);

  /// No room is left, nor can be made.
  [[nodiscard]] bool full() const { return begin_ == 0 && block_ && filled(); }
  /// True when the last octets filled all the room there was: more are likely to wait.
  [[nodiscard]] bool filled() const { return end_ == block_.capacity(); }
  /// Gives the block back; only when empty.
  void release();

 private:
  Block block_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

/// Text that is put together in a block, taken with the first word; what does not fit is dropped,
/// and overflowed() says so.
class Output {
 public:
  explicit Output(BlockSize size)
      : size_(size) {}

  Output& add(std::string_view text) {
    if (text.size() > static_cast<std::size_t>(end_ - at_) && !take_block(text.size())) {
      return *this;
    }
    at_ = std::copy(text.begin(), text.end(), at_);
    return *this;
  }
  Output& add(std::uint64_t number);
  /// One header line.
  Output& field(std::string_view name, std::string_view value) {
    return add(name).add(": ").add(value).add("\r\n");
  }
  Output& field(std::string_view name, std::uint64_t value) {
    return add(name).add(": ").add(value).add("\r\n");
  }

  [[nodiscard]] std::string_view view() const {
    return {block_.data(), static_cast<std::size_t>(at_ - block_.data())};
  }
  [[nodiscard]] bool overflowed() const { return overflowed_; }
  void clear() {
    at_ = block_.data();
    overflowed_ = false;
  }

 private:
  bool take_block(std::size_t for_octets);

  BlockSize size_;
  bool overflowed_ = false;
  Block block_;
  char* at_ = nullptr;   ///< where the next octet goes
  char* end_ = nullptr;  ///< of the block
};

}  // namespace reference::net

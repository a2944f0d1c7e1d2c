#pragma once

#include "reference/net/buffer.hpp"
#include "reference/net/endpoint.hpp"
#include "reference/net/event_loop.hpp"
#include "reference/net/pieces.hpp"
#include "reference/net/task.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <utility>

namespace reference::net {

/// How a read or a write went. A read of no octets without an error is the end of the stream.
struct Transfer {
  std::size_t octets = 0;
  int error = 0;  ///< an errno; ETIMEDOUT when the deadline passed, ECANCELED when the server stops

  explicit operator bool() const { return error == 0; }
};

/// Whether more octets, or the end of the connection, follow at once: then the kernel sends them
/// together.
enum class Follows : bool { nothing, more };

/// A connected stream. Everything is tried first and waited for only when it would block.
class Socket {
 public:
  Socket() = default;
  Socket(EventLoop& loop, int descriptor)
      : loop_(&loop),
        channel_(loop.open(descriptor)) {}
  Socket(Socket&& other) noexcept
      : loop_(other.loop_),
        channel_(std::exchange(other.channel_, nullptr)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(loop_, other.loop_);
    std::swap(channel_, other.channel_);
    return *this;
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() { close(); }

  explicit operator bool() const { return channel_ != nullptr; }
  void close();

  /// A connection to the endpoint, or the error.
  static Task<Transfer> connect(EventLoop& loop,
                                const Endpoint& to,
                                Deadline deadline,
                                Socket& into);

  Soon<Transfer> read_some(std::span<char> into, Deadline deadline);
  /// Reads what there is behind the octets that `into` holds.
  Soon<Transfer> fill(Input& into, BlockSize size, Deadline deadline);
  /// The same without a wait: EAGAIN when there is nothing.
  Transfer fill_now(Input& into, BlockSize size);
  /// Both wait at most `patience` for the other side to take the next octets.
  Soon<Transfer> write_all(Pieces pieces,
                           milliseconds patience,
                           Follows follows = Follows::nothing);
  Task<Transfer> send_file(int file, off_t from, std::size_t length, milliseconds patience);

  /// Waits for the next octets, or the end, if none are known to be there. Unlike a read it holds
  /// neither a block nor a frame meanwhile: for waits that thousands share.
  [[nodiscard]] EventLoop::Readiness until_readable(Deadline deadline) {
    return {*loop_, *channel_, channel_->read, deadline, channel_->readable};
  }
  /// The same between requests: a draining loop ends the wait.
  [[nodiscard]] EventLoop::Readiness until_readable_while_idle(Deadline deadline) {
    return {*loop_, *channel_, channel_->read, deadline, channel_->readable, /*idle=*/true};
  }

  /// Whether a connection that should be silent is: nothing has arrived, and it has not ended. What
  /// the loop last saw answers at no cost; `certain` asks the kernel, for requests that must not be
  /// sent twice.
  [[nodiscard]] bool silent(bool certain = false) const;

  /// Tells the other side that no more will come, and discards what it still sends, within bounds.
  /// A socket that is closed with octets unread resets the connection, and the answer on its way is
  /// lost.
  Task<> close_gently();

  void cancel_reading() { EventLoop::cancel(channel_->read); }
  void cancel_writing() { EventLoop::cancel(channel_->write); }

 private:
  Transfer receive(std::span<char> into);
  Transfer send_now(Pieces& pieces, int flags);
  Task<Transfer> read_later(std::span<char> into, Deadline deadline);
  Task<Transfer> fill_later(Input& into, BlockSize size, Deadline deadline);
  Task<Transfer> write_rest(Pieces pieces, Transfer sent, milliseconds patience, int flags);

  EventLoop* loop_ = nullptr;
  Channel* channel_ = nullptr;
};

}  // namespace reference::net

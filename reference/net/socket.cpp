#include "reference/net/socket.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

namespace reference::net {
namespace {

constexpr std::size_t kMostDiscarded = 1024 * 1024;
constexpr milliseconds kDiscardFor{2000};
/// Files from here on are sent in whole segments only: it saves more than the two system calls that
/// it costs.
constexpr std::size_t kCorkedFrom = 256 * 1024;

bool would_block() {
  return errno == EAGAIN || errno == EWOULDBLOCK;
}

int error_of(Wake wake) {
  switch (wake) {
    case Wake::ready:
      return 0;
    case Wake::timed_out:
      return ETIMEDOUT;
    case Wake::cancelled:
      return ECANCELED;
  }
  return 0;
}

/// Small pieces are put together first: to copy them costs less than to have the kernel gather
/// them.
ssize_t send_pieces(int descriptor, std::span<iovec> pieces, int flags) {
  if (pieces.size() == 1) {
    return send(descriptor, pieces.front().iov_base, pieces.front().iov_len, flags);
  }
  std::array<char, 2048> together;
  std::size_t length = 0;
  for (const iovec& piece : pieces) {
    if (piece.iov_len > together.size() - length) {
      msghdr message{};
      message.msg_iov = pieces.data();
      message.msg_iovlen = pieces.size();
      return sendmsg(descriptor, &message, flags);
    }
    std::memcpy(together.data() + length, piece.iov_base, piece.iov_len);
    length += piece.iov_len;
  }
  return send(descriptor, together.data(), length, flags);
}

/// Holds back what does not fill a segment, or lets it go.
void cork(int descriptor, bool on) {
  const int value = on ? 1 : 0;
  setsockopt(descriptor, IPPROTO_TCP, TCP_CORK, &value, sizeof value);
}

}  // namespace

void Socket::close() {
  if (channel_ != nullptr) loop_->close(std::exchange(channel_, nullptr));
}

Task<Transfer> Socket::connect(EventLoop& loop,
                               const Endpoint& to,
                               Deadline deadline,
                               Socket& into) {
  const int descriptor = socket(to.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) co_return Transfer{.error = errno};
  Socket made(loop, descriptor);
  const int on = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  made.channel_->readable = false;
  if (::connect(descriptor, to.address(), to.length()) != 0) {
    if (errno != EINPROGRESS) co_return Transfer{.error = errno};
    made.channel_->writable = false;
    const Wake wake = co_await loop.until_writable(*made.channel_, deadline);
    if (wake != Wake::ready) co_return Transfer{.error = error_of(wake)};
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error != 0) co_return Transfer{.error = error};
  }
  into = std::move(made);
  co_return Transfer{};
}

/// One attempt to read; EAGAIN when nothing has arrived.
Transfer Socket::receive(std::span<char> into) {
  for (;;) {
    const ssize_t got = recv(channel_->descriptor, into.data(), into.size(), 0);
    if (got >= 0) {
      const auto octets = static_cast<std::size_t>(got);
      if (octets == 0) channel_->hung_up = true;
      // A short read has drained the socket, but for an end that was reported along with it.
      channel_->readable = octets == into.size() || channel_->hung_up;
      return {.octets = octets};
    }
    if (would_block()) {
      channel_->readable = false;
      return {.error = EAGAIN};
    }
    if (errno != EINTR) return {.error = errno};
  }
}

Soon<Transfer> Socket::read_some(std::span<char> into, Deadline deadline) {
  if (channel_->readable) {
    const Transfer got = receive(into);
    if (got.error != EAGAIN) return got;
  }
  return read_later(into, deadline);
}

Task<Transfer> Socket::read_later(std::span<char> into, Deadline deadline) {
  for (;;) {
    const Wake wake = co_await loop_->until_readable(*channel_, deadline);
    if (wake != Wake::ready) co_return Transfer{.error = error_of(wake)};
    const Transfer got = receive(into);
    if (got.error != EAGAIN) co_return got;
  }
}

Transfer Socket::fill_now(Input& into, BlockSize size) {
  if (!channel_->readable) return {.error = EAGAIN};
  const Transfer got = receive(into.room(size));
  into.added(got.octets);
  return got;
}

Soon<Transfer> Socket::fill(Input& into, BlockSize size, Deadline deadline) {
  const Transfer got = fill_now(into, size);
  if (got.error != EAGAIN) return got;
  return fill_later(into, size, deadline);
}

Task<Transfer> Socket::fill_later(Input& into, BlockSize size, Deadline deadline) {
  for (;;) {
    // A block is taken only once there is something to put into it: then it is one that was used a
    // moment ago, and lies in the processor's cache.
    into.release();
    const Wake wake = co_await loop_->until_readable(*channel_, deadline);
    if (wake != Wake::ready) co_return Transfer{.error = error_of(wake)};
    const Transfer got = fill_now(into, size);
    if (got.error != EAGAIN) co_return got;
  }
}

/// Sends as much as the socket takes; EAGAIN when some is left.
Transfer Socket::send_now(Pieces& pieces, int flags) {
  Transfer total;
  while (!pieces.empty() && channel_->writable) {
    const ssize_t sent = send_pieces(channel_->descriptor, pieces.left(), flags);
    if (sent >= 0) {
      pieces.sent(static_cast<std::size_t>(sent));
      total.octets += static_cast<std::size_t>(sent);
      channel_->writable = pieces.empty();  // what it takes only in part has filled it
    } else if (would_block()) {
      channel_->writable = false;
    } else if (errno != EINTR) {
      total.error = errno;
      return total;
    }
  }
  if (!pieces.empty()) total.error = EAGAIN;
  return total;
}

Soon<Transfer> Socket::write_all(Pieces pieces, milliseconds patience, Follows follows) {
  const int flags = MSG_NOSIGNAL | (follows == Follows::more ? MSG_MORE : 0);
  const Transfer sent = send_now(pieces, flags);
  if (sent.error != EAGAIN) return sent;
  return write_rest(pieces, sent, patience, flags);
}

Task<Transfer> Socket::write_rest(Pieces pieces, Transfer sent, milliseconds patience, int flags) {
  while (sent.error == EAGAIN) {
    const Wake wake = co_await loop_->until_writable(*channel_, loop_->after(patience));
    if (wake != Wake::ready) co_return Transfer{.octets = sent.octets, .error = error_of(wake)};
    const Transfer more = send_now(pieces, flags);
    sent = {.octets = sent.octets + more.octets, .error = more.error};
  }
  co_return sent;
}

Task<Transfer> Socket::send_file(int file, off_t from, std::size_t length, milliseconds patience) {
  Transfer total;
  const bool corked = length >= kCorkedFrom;
  if (corked) cork(channel_->descriptor, true);
  while (total.octets < length) {
    while (!channel_->writable) {
      const Wake wake = co_await loop_->until_writable(*channel_, loop_->after(patience));
      if (wake != Wake::ready) co_return Transfer{.octets = total.octets, .error = error_of(wake)};
    }
    const ssize_t sent = sendfile(channel_->descriptor, file, &from, length - total.octets);
    if (sent > 0) {
      total.octets += static_cast<std::size_t>(sent);
      continue;
    }
    if (sent == 0) co_return Transfer{.octets = total.octets, .error = EIO};  // the file shrank
    if (errno == EINTR) continue;
    if (!would_block()) co_return Transfer{.octets = total.octets, .error = errno};
    channel_->writable = false;
  }
  if (corked) cork(channel_->descriptor, false);  // after an error the connection ends
  co_return total;
}

bool Socket::silent(bool certain) const {
  if (channel_->hung_up) return false;
  if (!channel_->readable && !certain) return true;
  char octet = 0;
  if (recv(channel_->descriptor, &octet, 1, MSG_PEEK) >= 0 || !would_block()) return false;
  channel_->readable = false;  // the event was for octets that an earlier read took along
  return true;
}

Task<> Socket::close_gently() {
  shutdown(channel_->descriptor, SHUT_WR);
  const Deadline end = loop_->after(kDiscardFor);
  const Block bin(BlockSize::small);
  for (std::size_t discarded = 0; discarded < kMostDiscarded;) {
    const Transfer got = co_await read_some({bin.data(), bin.capacity()}, end);
    if (!got || got.octets == 0) break;
    discarded += got.octets;
  }
  close();
}

}  // namespace reference::net

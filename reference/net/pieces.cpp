#include "reference/net/pieces.hpp"

namespace reference::net {

void Pieces::add(std::string_view piece) {
  if (piece.empty() || count_ == pieces_.size()) return;
  pieces_[count_++] = {const_cast<char*>(piece.data()), piece.size()};
}

void Pieces::sent(std::size_t octets) {
  while (first_ < count_ && octets >= pieces_[first_].iov_len)
    octets -= pieces_[first_++].iov_len;
  if (octets == 0) return;
  iovec& part = pieces_[first_];
  part.iov_base = static_cast<char*>(part.iov_base) + octets;
  part.iov_len -= octets;
}

}  // namespace reference::net

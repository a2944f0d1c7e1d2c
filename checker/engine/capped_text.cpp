#include "checker/engine/capped_text.hpp"

#include <algorithm>
#include <utility>

namespace pinko::engine {

void CappedText::append(std::string_view bytes) {
  const std::size_t room = cap_.head - std::min(cap_.head, head_.size());
  head_.append(bytes.substr(0, room));
  bytes.remove_prefix(std::min(room, bytes.size()));
  tail_.append(bytes);
  // Cut rarely: the tail may grow to twice its size in between.
  if (tail_.size() > 2 * cap_.tail) {
    const std::size_t extra = tail_.size() - cap_.tail;
    tail_.erase(0, extra);
    dropped_ += extra;
  }
}

std::string CappedText::text() && {
  if (tail_.size() > cap_.tail) {
    dropped_ += tail_.size() - cap_.tail;
    tail_.erase(0, tail_.size() - cap_.tail);
  }
  if (dropped_ == 0) return std::move(head_) + tail_;
  return std::move(head_) + "\n[… " + std::to_string(dropped_) + " bytes left out …]\n" + tail_;
}

}  // namespace pinko::engine

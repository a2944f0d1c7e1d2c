#pragma once

#include <cstddef>

namespace reference::net {

/// Memory for a coroutine's frame. Frames come and go with every read and write, so those that are
/// freed are kept, by size, for the next coroutine of the same thread.
void* allocate_frame(std::size_t size);

/// Takes back what allocate_frame() gave; `size` is the same as then.
void free_frame(void* frame, std::size_t size) noexcept;

}  // namespace reference::net

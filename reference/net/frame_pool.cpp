#include "reference/net/frame_pool.hpp"

#include <array>
#include <new>
#include <utility>

namespace reference::net {
namespace {

constexpr std::size_t kStep = 64;
constexpr std::size_t kClasses = 32;  // frames up to 2 KiB are kept

/// A freed frame, linked to the next one of its size.
struct Spare {
  Spare* next;
};

constinit thread_local std::array<Spare*, kClasses> spares{};

/// Frees a thread's frames at its end.
struct FrameCleaner {
  FrameCleaner() = default;
  FrameCleaner(const FrameCleaner&) = delete;
  FrameCleaner& operator=(const FrameCleaner&) = delete;
  ~FrameCleaner() {
    for (Spare*& head : spares) {
      while (head != nullptr)
        ::operator delete(std::exchange(head, head->next));
    }
  }
  void be_there() {}
};

thread_local FrameCleaner frame_cleaner;

constexpr std::size_t class_of(std::size_t size) {
  return (size - 1) / kStep;
}

#ifdef __SANITIZE_ADDRESS__
constexpr bool kKeep = false;  // so that the sanitizer sees each frame's end
#else
constexpr bool kKeep = true;
#endif

}  // namespace

void* allocate_frame(std::size_t size) {
  const std::size_t kind = class_of(size);
  if (!kKeep || kind >= kClasses) return ::operator new(size);
  Spare*& head = spares[kind];
  if (head == nullptr) {
    frame_cleaner.be_there();
    return ::operator new((kind + 1) * kStep);
  }
  return std::exchange(head, head->next);
}

void free_frame(void* frame, std::size_t size) noexcept {
  const std::size_t kind = class_of(size);
  if (!kKeep || kind >= kClasses) {
    ::operator delete(frame);
    return;
  }
  Spare*& head = spares[kind];
  head = new (frame) Spare{head};
}

}  // namespace reference::net

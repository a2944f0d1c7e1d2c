#pragma once

#include "reference/net/event_loop.hpp"

#include <string>
#include <string_view>

namespace reference::net {

/// Lines for a descriptor, gathered while a loop works and written before it sleeps: one write for
/// many lines, and lines of several threads are never mixed.
class Log {
 public:
  /// -1 for silence.
  Log(EventLoop& loop, int descriptor);

  [[nodiscard]] bool silent() const { return descriptor_ < 0; }
  /// A line behind the time of day.
  void line(std::string_view text);
  void flush();

 private:
  int descriptor_;
  std::string waiting_;
};

/// The time for a Date field, made anew once a second (RFC 9110, 5.6.7).
class DateText {
 public:
  [[nodiscard]] std::string_view now();

 private:
  std::int64_t second_ = 0;
  std::string text_;
};

/// A moment in the form that HTTP fields have.
std::string http_date(std::int64_t seconds);

}  // namespace reference::net

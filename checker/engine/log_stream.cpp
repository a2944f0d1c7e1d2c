#include "checker/engine/log_stream.hpp"

#include "checker/util/text.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>

namespace pinko::engine {
namespace {

constexpr std::size_t kHead = 8;

bool is_frame_head(std::string_view head) {
  return head[0] >= 0 && head[0] <= 2 && head[1] == 0 && head[2] == 0 && head[3] == 0;
}

/// A number of exactly `size` digits at a place; -1 when there is none.
int digits_at(std::string_view text, std::size_t at, std::size_t size) {
  if (text.size() < at + size) return -1;
  int value = -1;
  const char* end = text.data() + at + size;
  const auto parsed = std::from_chars(text.data() + at, end, value);
  return parsed.ec == std::errc() && parsed.ptr == end ? value : -1;
}

}  // namespace

void FrameReader::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    if (raw_) return sink_(false, bytes);
    if (left_ > 0) {
      const std::size_t size = std::min(left_, bytes.size());
      sink_(from_stderr_, bytes.substr(0, size));
      bytes.remove_prefix(size);
      left_ -= size;
      continue;
    }
    const std::size_t size = std::min(kHead - head_.size(), bytes.size());
    head_.append(bytes.substr(0, size));
    bytes.remove_prefix(size);
    if (head_.size() < kHead) return;
    if (!is_frame_head(head_)) {
      raw_ = true;
      sink_(false, head_);
      continue;
    }
    from_stderr_ = head_[0] == 2;
    for (std::size_t i = 4; i < kHead; ++i) {
      left_ = left_ << 8U | static_cast<unsigned char>(head_[i]);
    }
    head_.clear();
  }
}

std::int64_t nanoseconds_of(std::string_view time) {
  const int year = digits_at(time, 0, 4);
  const int month = digits_at(time, 5, 2);
  const int day = digits_at(time, 8, 2);
  const int hour = digits_at(time, 11, 2);
  const int minute = digits_at(time, 14, 2);
  const int second = digits_at(time, 17, 2);
  if (std::min({year, month, day, hour, minute, second}) < 0) return 0;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  constexpr std::chrono::year kLast{2261};  // the last that nanoseconds reach
  if (!date.ok() || date.year() < std::chrono::year(1970) || date.year() > kLast) return 0;
  const auto days = std::chrono::sys_days(date).time_since_epoch();
  const std::chrono::seconds whole =
      days + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
  std::int64_t fraction = 0;
  std::int64_t unit = 100'000'000;
  for (std::size_t i = 20; i < time.size() && time[19] == '.' && unit > 0; ++i, unit /= 10) {
    if (time[i] < '0' || time[i] > '9') break;
    fraction += (time[i] - '0') * unit;
  }
  return std::chrono::nanoseconds(whole).count() + fraction;
}

std::vector<LogLine> stamped_lines(std::string_view text, bool from_stderr) {
  std::vector<LogLine> lines;
  for (const std::string_view line : split_lines(text)) {
    const std::size_t space = line.find(' ');
    const std::int64_t time = nanoseconds_of(line.substr(0, space));
    if (time == 0) continue;  // the rest of a line that the engine cut in two
    lines.push_back(
        {.time_ns = time,
         .from_stderr = from_stderr,
         .text = std::string(space == std::string_view::npos ? "" : line.substr(space + 1))});
  }
  return lines;
}

}  // namespace pinko::engine

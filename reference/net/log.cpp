#include "reference/net/log.hpp"

#include <array>
#include <cerrno>
#include <ctime>
#include <unistd.h>

namespace reference::net {
namespace {

constexpr std::size_t kWriteAt = 32 * 1024;

}  // namespace

Log::Log(EventLoop& loop, int descriptor)
    : descriptor_(descriptor) {
  if (!silent()) loop.before_waiting([this] { flush(); });
}

void Log::line(std::string_view text) {
  if (silent()) return;
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  tm local{};
  localtime_r(&now.tv_sec, &local);
  std::array<char, 32> time{};
  const std::size_t length = std::strftime(time.data(), time.size(), "%H:%M:%S ", &local);
  waiting_.append(time.data(), length).append(text).push_back('\n');
  if (waiting_.size() >= kWriteAt) flush();
}

void Log::flush() {
  std::string_view left = waiting_;
  while (!left.empty()) {
    const ssize_t written = write(descriptor_, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) break;  // nobody reads any more: the service goes on without its log
    left.remove_prefix(static_cast<std::size_t>(written));
  }
  waiting_.clear();
}

std::string_view DateText::now() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME_COARSE, &now);
  if (now.tv_sec != second_) {
    second_ = now.tv_sec;
    text_ = http_date(second_);
  }
  return text_;
}

std::string http_date(std::int64_t seconds) {
  constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t time = seconds;
  tm utc{};
  gmtime_r(&time, &utc);
  // strftime's names follow the locale; those of HTTP do not.
  std::array<char, 40> text{};
  const std::string pattern = std::string(kDays[static_cast<std::size_t>(utc.tm_wday)]) + ", %d " +
                              kMonths[static_cast<std::size_t>(utc.tm_mon)] + " %Y %H:%M:%S GMT";
  std::strftime(text.data(), text.size(), pattern.c_str(), &utc);
  return text.data();
}

}  // namespace reference::net

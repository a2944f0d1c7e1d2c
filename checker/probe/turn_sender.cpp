#include "checker/probe/turn_sender.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace pinko::probe {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongest{20'000};  ///< for one answer

std::int64_t now_ns() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(since).count();
}

}  // namespace

TurnSender::TurnSender(const SampleReplicas& p,
                       std::string address,
                       HttpClient& client,
                       Deadline deadline)
    : probe_(p),
      address_(std::move(address)),
      deadline_(deadline),
      session_(client.open()) {}

bool TurnSender::send(const std::string& target) {
  HttpRequest request{.address = address_, .port = probe_.port, .target = target};
  request.fresh_connection = probe_.fresh_connections;
  const auto left = std::chrono::duration_cast<milliseconds>(deadline_.left());
  request.timeout = std::clamp(left, milliseconds(1), kLongest);
  times_.sent_ns = now_ns();
  const HttpAnswer answer = sender_.send(*session_, request, deadline_);
  times_.first_byte_s = answer.first_byte_s;
  times_.whole_s = answer.whole_s;
  if (answer.new_connection) ++connections_;
  answered_ = answered_ || answer.seen.answered;
  hangs_ = answer.too_slow;
  return answer.seen.answered && answer.seen.status == 200;
}

}  // namespace pinko::probe

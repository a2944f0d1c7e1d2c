#include "checker/engine/early_command.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace pinko::engine {

EarlyCommand::EarlyCommand(CommandRunner& runner, Command command)
    : stop_(command.stop) {
  std::array<int, 2> ends{-1, -1};
  // A socket, so that writing to a command that has ended is an error and no signal.
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) return;
  for (const int end : ends)
    fcntl(end, F_SETFD, FD_CLOEXEC);
  ours_ = ends[0];
  command.input_from = ends[1];
  command.stop = end_.get_token();
  ran_ = std::async(
      std::launch::async, [&runner, command = std::move(command), caller = stop_, end = end_] {
        const std::stop_callback ending(caller, [end]() mutable { (void)end.request_stop(); });
        Result<CommandOutcome> outcome = runner.run(command);
        close(command.input_from);  // who still writes sees that nobody reads
        return outcome;
      });
}

EarlyCommand::~EarlyCommand() {
  (void)end_.request_stop();
  if (ran_.valid()) ran_.wait();
  if (ours_ >= 0) close(ours_);
}

/// False when it did not take all of it: it has ended, or the time was over.
bool EarlyCommand::give(std::string_view input, Deadline deadline) const {
  int flags = MSG_DONTWAIT;
#if defined(MSG_NOSIGNAL)
  flags |= MSG_NOSIGNAL;
#endif
  while (!input.empty() && !deadline.passed()) {
    pollfd room{.fd = ours_, .events = POLLOUT, .revents = 0};
    ::poll(&room, 1, static_cast<int>(std::min<long long>(deadline.left().count() + 1, 60'000)));
    const ssize_t size = send(ours_, input.data(), input.size(), flags);
    if (size > 0) input.remove_prefix(static_cast<std::size_t>(size));
    if (size < 0 && errno != EAGAIN && errno != EINTR) return false;
  }
  return input.empty();
}

Result<CommandOutcome> EarlyCommand::finish(const std::string& input, Deadline deadline) {
  if (!ran_.valid()) return fail(ErrorCode::internal, "run a command: no file descriptors left");
  // What was given in part has no end: nobody may take it for the whole.
  if (give(input, deadline)) close(std::exchange(ours_, -1));
  const bool late = ran_.wait_until(deadline.at()) != std::future_status::ready;
  if (late) (void)end_.request_stop();
  Result<CommandOutcome> outcome = ran_.get();
  if (outcome && late && !stop_.stop_requested()) {
    outcome->cancelled = false;
    outcome->timed_out = true;
  }
  return outcome;
}

}  // namespace pinko::engine

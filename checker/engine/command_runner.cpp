#include "checker/engine/command_runner.hpp"

#include "checker/engine/capped_text.hpp"
#include "checker/engine/process.hpp"
#include "checker/util/descriptor.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace pinko::engine {
namespace {

struct Pipe {
  Descriptor read;
  Descriptor write;
};

std::optional<Pipe> make_pipe() {
  std::array<int, 2> ends{};
#if defined(__linux__)
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
#else
  if (pipe(ends.data()) != 0) return std::nullopt;
  for (const int end : ends)
    fcntl(end, F_SETFD, FD_CLOEXEC);
#endif
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

/// stdin as a socket, so that writing to a child that does not read is an error, never a signal.
std::optional<Pipe> make_input() {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) return std::nullopt;
  for (const int end : ends)
    fcntl(end, F_SETFD, FD_CLOEXEC);
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

/// Hands whole lines to a listener.
class LineFeeder {
 public:
  explicit LineFeeder(const std::function<void(std::string_view)>& listener)
      : listener_(listener) {}
  void feed(std::string_view bytes) {
    constexpr std::size_t kLongest = 16 * 1024;
    if (!listener_) return;
    pending_.append(bytes);
    std::size_t from = 0;
    for (std::size_t end = pending_.find('\n'); end != std::string::npos;
         end = pending_.find('\n', from)) {
      listener_(std::string_view(pending_).substr(from, end - from));
      from = end + 1;
    }
    pending_.erase(0, from);
    if (pending_.size() > kLongest) finish();
  }
  void finish() {
    if (listener_ && !pending_.empty()) listener_(pending_);
    pending_.clear();
  }

 private:
  const std::function<void(std::string_view)>& listener_;
  std::string pending_;
};

/// One command while it runs: feeds it, reads it, and ends it when it has to end.
class Running {
 public:
  Running(const Command& command, Process process, Pipe input, Pipe out, Pipe err)
      : command_(command),
        process_(std::move(process)),
        input_(std::move(input.write)),
        out_(std::move(out.read)),
        err_(std::move(err.read)),
        out_text_(command.keep),
        err_text_(command.keep),
        combined_(command.keep),
        out_lines_(command.on_line),
        err_lines_(command.on_line) {
    if (command_.input.empty())
      input_.close();
    else
      fcntl(input_.get(), F_SETFL, O_NONBLOCK);
    fcntl(out_.get(), F_SETFL, O_NONBLOCK);
    fcntl(err_.get(), F_SETFL, O_NONBLOCK);
  }

  CommandOutcome finish(int stop_descriptor) {
    const auto begin = Deadline::Clock::now();
    CommandOutcome outcome;
    while (!over()) {
      if (command_.stop.stop_requested())
        outcome.cancelled = true;
      else if (command_.deadline.passed())
        outcome.timed_out = true;
      if (outcome.cancelled || outcome.timed_out) break;
      wait_for_news(stop_descriptor);
    }
    const std::optional<ExitStatus> ended = process_.poll();
    process_.kill_group();
    drain(out_, out_text_, out_lines_);
    drain(err_, err_text_, err_lines_);
    out_lines_.finish();
    err_lines_.finish();
    const ExitStatus exit = ended.value_or(ExitStatus{.code = 128 + SIGKILL, .signal = SIGKILL});
    outcome.exit_code = exit.code;
    outcome.signal = exit.signal;
    outcome.truncated = out_text_.cut() || err_text_.cut() || combined_.cut();
    outcome.out = std::move(out_text_).text();
    outcome.err = std::move(err_text_).text();
    outcome.combined = std::move(combined_).text();
    outcome.seconds = std::chrono::duration<double>(Deadline::Clock::now() - begin).count();
    return outcome;
  }

 private:
  /// The leader's end is the command's end: a child of it that lives on and holds the pipes open
  /// is not waited for.
  bool over() { return process_.poll().has_value(); }

  void wait_for_news(int stop_descriptor) {
    constexpr long long kNapMs = 5;
    const bool blind = process_.end_descriptor() < 0;
    const long long left = std::min<long long>(command_.deadline.left().count() + 1, 60'000);
    std::array<pollfd, 5> set{{{.fd = out_.get(), .events = POLLIN, .revents = 0},
                               {.fd = err_.get(), .events = POLLIN, .revents = 0},
                               {.fd = input_.get(), .events = POLLOUT, .revents = 0},
                               {.fd = process_.end_descriptor(), .events = POLLIN, .revents = 0},
                               {.fd = stop_descriptor, .events = POLLIN, .revents = 0}}};
    ::poll(set.data(), set.size(), static_cast<int>(blind ? std::min(left, kNapMs) : left));
    if (set[0].revents != 0) drain(out_, out_text_, out_lines_);
    if (set[1].revents != 0) drain(err_, err_text_, err_lines_);
    if (set[2].revents != 0) feed();
  }

  /// Reads what is there; at most a few buffers, so that an endless printer cannot hold us.
  void drain(Descriptor& from, CappedText& into, LineFeeder& lines) {
    std::array<char, 64 * 1024> buffer;
    for (int round = 0; round < 16 && from.get() >= 0; ++round) {
      const ssize_t size = read(from.get(), buffer.data(), buffer.size());
      if (size < 0 && errno == EINTR) continue;
      if (size < 0 && errno == EAGAIN) return;
      if (size <= 0) return from.close();
      const std::string_view bytes(buffer.data(), static_cast<std::size_t>(size));
      into.append(bytes);
      combined_.append(bytes);
      lines.feed(bytes);
    }
  }

  void feed() {
    const std::string_view rest = std::string_view(command_.input).substr(fed_);
#if defined(MSG_NOSIGNAL)
    const ssize_t size = send(input_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
#else
    const ssize_t size = send(input_.get(), rest.data(), rest.size(), 0);
#endif
    if (size > 0) fed_ += static_cast<std::size_t>(size);
    const bool broken = size < 0 && errno != EAGAIN && errno != EINTR;
    if (broken || fed_ == command_.input.size()) input_.close();
  }

  const Command& command_;
  Process process_;
  Descriptor input_;
  Descriptor out_;
  Descriptor err_;
  CappedText out_text_;
  CappedText err_text_;
  CappedText combined_;
  LineFeeder out_lines_;
  LineFeeder err_lines_;
  std::size_t fed_ = 0;
};

/// Our environment with the command's own variables in place of ours.
std::vector<std::string> environment_for(const Command& command) {
  std::vector<std::string> all = child_environment();
  for (const auto& variable : command.environment) {
    const std::string assignment = variable.first + "=";
    std::erase_if(all, [&](const std::string& entry) { return entry.starts_with(assignment); });
    all.push_back(assignment + variable.second);
  }
  return all;
}

}  // namespace

Result<CommandOutcome> ProcessRunner::run(const Command& command) {
  std::optional<Pipe> input = make_input();
  std::optional<Pipe> out = make_pipe();
  std::optional<Pipe> err = make_pipe();
  std::optional<Pipe> wake = make_pipe();
  const std::string name = command.argv.empty() ? "a command" : command.argv.front();
  if (!input || !out || !err || !wake) {
    return fail(ErrorCode::internal, "run " + name + ": no file descriptors left");
  }
  Result<Process> process = Process::spawn(
      {.argv = command.argv,
       .cwd = command.cwd,
       .environment = environment_for(command),
       .descriptors = {
           {.child = 0, .ours = command.input_from >= 0 ? command.input_from : input->read.get()},
           {.child = 1, .ours = out->write.get()},
           {.child = 2, .ours = err->write.get()}}});
  if (!process) return fail(process.error());
  input->read.close();
  out->write.close();
  err->write.close();

  const std::stop_callback waker(command.stop, [&] {
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = write(wake->write.get(), &byte, 1);
  });
  Running running(
      command, std::move(*process), std::move(*input), std::move(*out), std::move(*err));
  return running.finish(wake->read.get());
}

}  // namespace pinko::engine

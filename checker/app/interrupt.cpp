#include "checker/app/interrupt.hpp"

#include <cstdlib>
#include <pthread.h>
#include <string_view>
#include <unistd.h>

namespace pinko::app {
namespace {

constexpr int kWake = SIGUSR1;  ///< sent by ourselves to end the watch

void say(std::string_view words) {
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, words.data(), words.size());
}

/// True under nohup(1): a run shall go on when its terminal closes.
bool hangup_is_ignored() {
  struct sigaction action {};
  return sigaction(SIGHUP, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

InterruptWatch::InterruptWatch(std::string_view words)
    : words_("\npinko-check: " + std::string(words) + " (once more ends it at once)\n") {
  sigemptyset(&signals_);
  for (const int signal : {SIGINT, SIGTERM, kWake})
    sigaddset(&signals_, signal);
  if (!hangup_is_ignored()) sigaddset(&signals_, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  thread_ = std::thread([this] { watch(); });
}

InterruptWatch::~InterruptWatch() {
  pthread_kill(thread_.native_handle(), kWake);
  thread_.join();
}

void InterruptWatch::watch() {
  for (;;) {
    int signal = 0;
    if (sigwait(&signals_, &signal) != 0 || signal == kWake) return;
    if (source_.stop_requested()) _exit(128 + signal);
    signal_ = signal;
    say(words_);
    source_.request_stop();
  }
}

}  // namespace pinko::app

#include "reference/commands.hpp"

#include <iostream>
#include <signal.h>
#include <string_view>
#include <sys/resource.h>
#include <vector>

namespace {

/// Each connection is a descriptor, and shells allow few by default.
void allow_many_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int main(int argc, char** argv) {
  signal(SIGPIPE, SIG_IGN);  // a reader of our log may go away
  allow_many_descriptors();
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  try {
    return reference::run_command(words, std::cout, std::cerr);
  } catch (const std::exception& failure) {
    std::cerr << "pinko-reference: " << failure.what() << '\n';
    return 3;
  }
}

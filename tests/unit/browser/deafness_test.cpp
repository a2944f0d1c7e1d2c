#include "checker/browser/deafness.hpp"

#include "tests/support/catch.hpp"

#include <cerrno>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace pinko;

namespace {

/// 0, or why there is no such socket.
int open_socket(int family, int type, int protocol) {
  const int descriptor = socket(family, type, protocol);
  if (descriptor < 0) return errno;
  close(descriptor);
  return 0;
}

struct Heard {
  bool deaf = false;
  int networks = 0;
  int web = 0;
};

Heard listen_deaf() {
  Heard heard;
  std::thread([&heard] {
    heard.deaf = browser::deafen_this_thread();
    heard.networks = open_socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    heard.web = open_socket(AF_INET, SOCK_STREAM, 0);
  }).join();
  return heard;
}

}  // namespace

TEST_CASE("a deaf thread hears of no networks, and connects as before") {
  const Heard heard = listen_deaf();
  if (!heard.deaf) {
    WARN("this system offers no filter of system calls");
    CHECK(heard.networks == 0);
    return;
  }
  CHECK(heard.networks == EAFNOSUPPORT);
  CHECK(heard.web == 0);
}

TEST_CASE("the threads beside a deaf one hear as before") {
  (void)listen_deaf();
  CHECK(open_socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) == 0);
}

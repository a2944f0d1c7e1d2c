#include "checker/util/proc_file.hpp"

#include "tests/support/catch.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdio>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using namespace pinko;

TEST_CASE("a file of /proc is read whole, though it has no size") {
  const auto status = read_proc("/proc/self/status");
  REQUIRE(status);
  CHECK(status->find("Pid:\t" + std::to_string(getpid()) + "\n") != std::string::npos);
}

TEST_CASE("what is not there, or fails while it is read, gives nothing and throws nothing") {
  CHECK_FALSE(read_proc("/proc/self/no-such-file"));
  CHECK_FALSE(read_proc("/proc/self/mem"));  // opens, but nothing is mapped where it begins
  CHECK_FALSE(read_proc("/proc/self"));
}

TEST_CASE("a table of several pages is read to its end") {
  std::vector<int> sockets;
  std::vector<std::string> shown;
  for (int i = 0; i < 64; ++i) {  // 150 bytes each in the table
    sockets.push_back(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    REQUIRE(listen(sockets.back(), 1) == 0);  // at a port that the kernel chooses
    sockaddr_in name{};
    socklen_t size = sizeof name;
    REQUIRE(getsockname(sockets.back(), reinterpret_cast<sockaddr*>(&name), &size) == 0);
    std::array<char, 32> entry{};
    std::snprintf(
        entry.data(), entry.size(), "00000000:%04X 00000000:0000 0A", ntohs(name.sin_port));
    shown.emplace_back(entry.data());
  }
  const auto table = read_proc_table("/proc/self/net/tcp");
  std::for_each(sockets.begin(), sockets.end(), close);
  REQUIRE(table);
  for (const std::string& entry : shown)
    CHECK(table->find(entry) != std::string::npos);
  CHECK_FALSE(read_proc_table("/proc/self/net/no-such-table"));
}

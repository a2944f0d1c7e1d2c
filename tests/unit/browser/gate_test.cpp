#include "checker/browser/gate.hpp"

#include "checker/browser/socks.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/own_address.hpp"
#include "tests/support/tiny_server.hpp"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

// A browser's side of the talk, on a blocking socket.
namespace {

using namespace pinko;
using namespace pinko::browser;
using pinko::test::TinyAnswer;
using pinko::test::TinyServer;

class Client {
 public:
  explicit Client(std::uint16_t port)
      : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval limit{.tv_sec = 5, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(connect(socket_, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0);
  }
  ~Client() { close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void say(std::string_view bytes) {
    REQUIRE(send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(bytes.size()));
  }
  void hang_up() { shutdown(socket_, SHUT_WR); }

  /// Exactly so many bytes, or fewer at the end.
  std::string hear(std::size_t size) {
    std::string heard(size, '\0');
    const ssize_t got = recv(socket_, heard.data(), size, MSG_WAITALL);
    error_ = got < 0 ? errno : 0;
    heard.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return heard;
  }
  [[nodiscard]] int error() const { return error_; }

  /// The answer's code to a CONNECT.
  int go_to(const std::string& host, std::uint16_t port) {
    say(std::string("\x05\x01\x00", 3));
    REQUIRE(hear(2) == kSocksWelcome);
    std::string wanted("\x05\x01\x00\x03", 4);
    wanted.push_back(static_cast<char>(host.size()));
    wanted += host;
    wanted.push_back(static_cast<char>(port >> 8U));
    wanted.push_back(static_cast<char>(port & 0xffU));
    say(wanted);
    const std::string answer = hear(10);
    REQUIRE(answer.size() == 10);
    return answer[1];
  }

 private:
  int socket_;
  int error_ = 0;
};

const std::string kAddress = test::own_address();
const std::string kOtherAddress = test::own_address(1);

TinyAnswer hello(std::string_view, std::string_view target) {
  return {.body = "hello " + std::string(target)};
}

}  // namespace

TEST_CASE("own hosts lead to the door's address") {
  const TinyServer server(kAddress, 9000, hello);
  Gate gate;
  const auto door = gate.open(kAddress);
  REQUIRE(door);
  for (const std::string host : {"localhost", "127.0.0.1", "[::1]", "0.0.0.0"}) {
    Client client((*door)->port());
    CHECK(client.go_to(host, 9000) == 0);
    client.say("GET /x HTTP/1.1\r\n\r\n");
    client.hang_up();
    const std::string heard = client.hear(100000);
    CHECK(heard.ends_with("hello /x"));
  }
}

TEST_CASE("other hosts are refused without a look") {
  Gate gate;
  const auto door = gate.open(kAddress);
  REQUIRE(door);
  for (const std::string host : {"example.org", "192.0.2.1", "localhost.example.org", "10.0.0.1"}) {
    Client client((*door)->port());
    CHECK(client.go_to(host, 80) == 5);
    CHECK(client.hear(1).empty());
  }
}

TEST_CASE("a closed port is refused") {
  Gate gate;
  const auto door = gate.open(kAddress);
  REQUIRE(door);
  Client client((*door)->port());
  CHECK(client.go_to("localhost", 9) == 5);
}

TEST_CASE("a door leads to its ports alone, when it has some") {
  const TinyServer server(kAddress, 9000, hello);
  const TinyServer hidden(kAddress, 9001, hello);
  Gate gate;
  const auto door = gate.open(kAddress, {80, 9000});
  REQUIRE(door);
  Client client((*door)->port());
  CHECK(client.go_to("localhost", 9000) == 0);
  Client curious((*door)->port());
  CHECK(curious.go_to("localhost", 9001) == 5);
}

TEST_CASE("two doors lead to two addresses") {
  const TinyServer first(kAddress, 9000, hello);
  const TinyServer second(kOtherAddress, 9000, [](auto, auto) { return TinyAnswer{.body = "2"}; });
  Gate gate;
  const auto door = gate.open(kOtherAddress);
  const auto other = gate.open(kAddress);
  REQUIRE(door);
  REQUIRE(other);
  Client client((*door)->port());
  CHECK(client.go_to("localhost", 9000) == 0);
  client.say("GET / HTTP/1.1\r\n\r\n");
  client.hang_up();
  CHECK(client.hear(100000).ends_with("\r\n\r\n2"));
  CHECK(first.asked().empty());
}

TEST_CASE("much goes through, in pieces and whole") {
  const std::string much(5'000'000, 'm');
  const TinyServer server(kAddress, 9000, [&](auto, auto) { return TinyAnswer{.body = much}; });
  Gate gate;
  const auto door = gate.open(kAddress);
  REQUIRE(door);
  Client client((*door)->port());
  CHECK(client.go_to("localhost", 9000) == 0);
  client.say("GET / HTTP/1.1\r\n");
  client.say("\r\n");
  client.hang_up();
  const std::string heard = client.hear(much.size() + 10'000);
  CHECK(heard.size() > much.size());
  CHECK(heard.ends_with(much));
}

TEST_CASE("who speaks no SOCKS is hung up on") {
  Gate gate;
  const auto door = gate.open(kAddress);
  REQUIRE(door);
  Client client((*door)->port());
  client.say("GET / HTTP/1.1\r\n\r\n");
  CHECK(client.hear(1).empty());
  CHECK((client.error() == 0 || client.error() == ECONNRESET));
}

TEST_CASE("a door that closes ends what went through it") {
  const TinyServer server(kAddress, 9000, [](auto, auto) { return TinyAnswer{.silent = true}; });
  Gate gate;
  auto door = gate.open(kAddress);
  REQUIRE(door);
  Client client((*door)->port());
  CHECK(client.go_to("localhost", 9000) == 0);
  client.say("GET / HTTP/1.1\r\n\r\n");
  door->reset();
  CHECK(client.hear(1).empty());
  CHECK(client.error() != EAGAIN);
}

TEST_CASE("what is no address opens no door") {
  Gate gate;
  const auto door = gate.open("localhost");
  REQUIRE_FALSE(door);
  CHECK(door.error().code == ErrorCode::internal);
}

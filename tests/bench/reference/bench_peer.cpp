// What the servers are measured against and with, on the same loop and sockets as they:
//   relay LISTEN PEER PEER …  passes on octets without reading them: as cheap as a proxy can be
//   relay-once LISTEN PEER …  the same, and ends a client's connection with its first answer
//   fixed LISTEN SIZE         answers each read with so many octets, from memory or, where that
//   costs less, from a file that
//                             holds the whole answer: as cheap as a server can be
//   spin                      keeps its core awake for as long as its parent lives

#include "reference/net/listener.hpp"
#include "reference/net/text.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>
#include <vector>

namespace {

using namespace reference::net;

constexpr milliseconds kLong{3'600'000};

// From here on a copy costs more than the pages of a file.
constexpr std::size_t kAsFile = 16 * 1024;

/// A file in memory with these contents.
int file_of(const std::string& contents) {
  const int file = memfd_create("answer", MFD_CLOEXEC);
  if (file < 0 || write(file, contents.data(), contents.size()) != ssize_t(contents.size())) {
    std::perror("pinko-bench-peer: memfd");
    std::exit(3);
  }
  return file;
}

/// A server that answers without asking.
struct Fixed {
  EventLoop& loop;
  std::string answer;
  int file = answer.size() < kAsFile ? -1 : file_of(answer);

  Task<> serve(Socket client, Endpoint /*from*/) {
    Input input;
    for (;;) {
      const Transfer got = co_await client.fill(input, BlockSize::small, loop.after(kLong));
      if (!got || got.octets == 0) co_return;
      input.consume(got.octets);
      if (file < 0) {
        co_await client.write_all(Pieces(answer), kLong);
      } else {
        co_await client.send_file(file, 0, answer.size(), kLong);
      }
    }
  }
};

/// A proxy that takes each read for a request, and what comes back at once for its answer.
struct Relay {
  EventLoop& loop;
  std::vector<Endpoint> peers;
  std::vector<std::vector<Socket>> kept;
  bool once = false;
  std::size_t turn = 0;

  Task<> serve(Socket client, Endpoint /*from*/) {
    for (bool more = true; more;) {
      const Wake wake = co_await client.until_readable_while_idle(loop.after(kLong));
      more = wake == Wake::ready;
      if (more) more = co_await pass_on(client);
      if (once) more = false;
    }
  }

  Task<bool> pass_on(Socket& client) {
    Input request;
    const Transfer asked = co_await client.fill(request, BlockSize::small, loop.after(kLong));
    if (!asked || asked.octets == 0) co_return false;
    const std::size_t peer = turn++ % peers.size();
    Socket server;
    if (kept[peer].empty()) {
      co_await Socket::connect(loop, peers[peer], loop.after(kLong), server);
    } else {
      server = std::move(kept[peer].back());
      kept[peer].pop_back();
    }
    co_await server.write_all(Pieces(request.view()), kLong);
    Input answer;
    const Transfer got = co_await server.fill(answer, BlockSize::medium, loop.after(kLong));
    if (!got || got.octets == 0) co_return false;
    const Follows end = once ? Follows::more : Follows::nothing;
    co_await client.write_all(Pieces(answer.view()), kLong, end);
    kept[peer].push_back(std::move(server));
    co_return true;
  }
};

template <class Server>
int run(EventLoop& loop, const Listener& listener, Server& server) {
  loop.spawn(accept_clients(loop, listener, [&server](Socket client, Endpoint from) {
    return server.serve(std::move(client), from);
  }));
  loop.run();
  return 0;
}

/// Work that leaves the core's caches as they are.
[[noreturn]] void spin() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (volatile bool forever = true; forever;) {
  }
  std::abort();
}

Endpoint endpoint(std::string_view text) {
  return resolve(*parse_host_port(text))->front();
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words == std::vector<std::string>{"spin"}) spin();
  if (words.size() < 2) return 2;
  EventLoop loop;
  const auto listener = Listener::open(endpoint(words[1]));
  if (!listener) return std::cerr << listener.problem() << '\n', 3;
  if (words[0] == "fixed" && words.size() == 3) {
    const std::string body(*parse_number(words[2], 0, 1U << 30U), 'x');
    std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: ";
    answer.append(words[2]).append("\r\n\r\n").append(body);
    Fixed fixed{loop, std::move(answer)};
    return run(loop, *listener, fixed);
  }
  const bool once = words[0] == "relay-once";
  if ((once || words[0] == "relay") && words.size() > 2) {
    Relay relay{.loop = loop, .peers = {}, .kept = {}, .once = once};
    for (std::size_t i = 2; i < words.size(); ++i)
      relay.peers.push_back(endpoint(words[i]));
    relay.kept.resize(relay.peers.size());
    return run(loop, *listener, relay);
  }
  return 2;
}

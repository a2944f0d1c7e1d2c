// The load and the back ends of bench.py in one process, so that one core is enough for both and
// the server under test is what limits; the load of soak.py. It does what its standard input says,
// a line at a time, and answers each with a line:
//   origins COUNT OCTETS          opens back ends whose answers have so long a body: their ports
//   run PORT CONNECTIONS MS FILE  sends the request in the file over so many connections, one after
//                                 the other on each, for so long: how many were answered, and in
//                                 how many nanoseconds; or what went wrong. A request that asks for
//                                 the connection's end gets a new one each time.
//   forget PORT                   closes the connections that are kept to that server

#include "reference/net/body.hpp"
#include "reference/net/http_connection.hpp"
#include "reference/net/listener.hpp"
#include "reference/net/text.hpp"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace reference::net;

constexpr milliseconds kLong{3'600'000};
constexpr milliseconds kAnswerWithin{30'000};

Endpoint local(std::uint64_t port) {
  return resolve({.host = "127.0.0.1", .port = static_cast<std::uint16_t>(port)})->front();
}

/// A server that answers every request with the same octets.
struct Origin {
  EventLoop& loop;
  std::string answer;
  RequestHead request;

  Task<> serve(Socket client, Endpoint /*from*/) {
    Input input;
    for (;;) {
      const Transfer got = co_await client.fill(input, BlockSize::medium, loop.after(kLong));
      if (!got || got.octets == 0) co_return;
      const std::string_view octets = input.view();
      if (octets.starts_with("GET ") && octets.ends_with("\r\n\r\n")) {  // all of it, unread
        input.consume(octets.size());
      } else {
        const bool taken = co_await take_request(client, input);
        if (!taken) co_return;
      }
      co_await client.write_all(Pieces(answer), kLong);
    }
  }

  Task<bool> take_request(Socket& client, Input& input) {
    const Deadline deadline = loop.after(kLong);
    const ArrivedHead arrived = co_await read_head(client, input, BlockSize::medium, deadline);
    if (arrived.head.empty() || parse_request_head(arrived.head, request)) co_return false;
    const UnwantedBody body = look_at_body(request, input.octets().subspan(arrived.octets));
    input.consume(arrived.octets + body.arrived);
    const bool skipped = co_await skip(client, input, body.missing, kLong);
    co_return skipped&& body.ends;
  }
};

/// One connection of the load.
struct Client {
  Socket socket;
  Input input;
  std::size_t last_length = 0;  ///< of the last answer that was read in one piece
};

/// Sends requests to one server and takes its answers.
struct Load {
  EventLoop& loop;
  Endpoint server;
  std::vector<Client> clients;
  ResponseHead response;
  std::string request;
  bool request_closes = false;
  Deadline end;
  std::uint64_t answered = 0;
  std::string problem;

  Task<> keep_asking(Client& client) {
    while (Clock::now() < end && problem.empty()) {
      bool complete = true;
      if (!client.socket) complete = co_await connect(client);
      if (complete) complete = co_await ask(client);
      if (!complete && problem.empty()) problem = "an answer did not arrive whole and in time";
      ++answered;
    }
  }

  Task<bool> connect(Client& client) {
    const Deadline deadline = loop.after(kAnswerWithin);
    const Transfer made = co_await Socket::connect(loop, server, deadline, client.socket);
    if (!made) problem = "a connection was not taken";
    co_return static_cast<bool>(made);
  }

  Task<bool> ask(Client& client) {
    Input& input = client.input;
    co_await client.socket.write_all(Pieces(request), kAnswerWithin);
    const Deadline deadline = loop.after(kAnswerWithin);
    const Transfer got = co_await client.socket.fill(input, BlockSize::medium, deadline);
    if (!got || got.octets == 0) co_return false;
    // An answer as long as the last one, and read whole like it, need not be taken apart.
    if (got.octets == client.last_length && input.view().starts_with("HTTP/1.1 200 ")) {
      input.consume(got.octets);
      co_return true;
    }
    const bool whole = co_await take_answer(client);
    co_return whole;
  }

  Task<bool> take_answer(Client& client) {
    Input& input = client.input;
    const Deadline deadline = loop.after(kAnswerWithin);
    const ArrivedHead arrived =
        co_await read_head(client.socket, input, BlockSize::medium, deadline);
    if (arrived.head.empty() || parse_response_head(arrived.head, response)) co_return false;
    if (response.status != 200) problem = "an answer has status " + std::to_string(response.status);
    const bool keep_alive = response.keep_alive && !request_closes;
    const std::size_t present = input.view().size();
    input.consume(arrived.octets);
    BodyDecoder body(response.body);
    for (;;) {
      input.consume(body.feed(input.octets()).used);
      if (body.finished() || body.broken()) break;
      const Transfer got = co_await client.socket.fill(input, body.fitting_block(), deadline);
      if (!got || got.octets == 0) break;
    }
    client.last_length =
        keep_alive && present == arrived.octets + response.body.length ? present : 0;
    if (!keep_alive) client.socket = Socket();
    co_return body.finished();
  }
};

/// Does what the lines say.
class Bench {
 public:
  explicit Bench(EventLoop& loop)
      : loop_(loop) {}

  Task<> follow(Socket orders) {
    Input input;
    for (;;) {
      const std::size_t end = input.view().find('\n');
      if (end == std::string_view::npos) {
        const Transfer got = co_await orders.fill(input, BlockSize::small, loop_.after(kLong));
        if (!got || got.octets == 0) std::_Exit(0);
        continue;
      }
      const std::string line(input.view().substr(0, end));
      input.consume(end + 1);
      const std::string reply = co_await obey(words_of(line));
      co_await orders.write_all(Pieces(reply), kLong);
    }
  }

 private:
  static std::uint64_t number(std::string_view text) { return *parse_number(text, 0, 1U << 30U); }

  Task<std::string> obey(std::vector<std::string_view> words) {
    if (words[0] == "origins") co_return open_origins(number(words[1]), number(words[2]));
    if (words[0] == "forget") {
      loads_.erase(number(words[1]));
      co_return "forgotten\n";
    }
    const std::string file(words[4]);
    std::ifstream request(file);
    Load& load = load_on(number(words[1]));
    load.request.assign(std::istreambuf_iterator<char>(request), {});
    load.request_closes = load.request.find("\r\nConnection: close\r\n") != std::string::npos;
    load.clients.resize(number(words[2]));
    const std::string result = co_await run(load, milliseconds(number(words[3])));
    co_return result;
  }

  std::string open_origins(std::uint64_t count, std::uint64_t octets) {
    std::string answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ";
    answer.append(std::to_string(octets)).append("\r\n\r\n").append(octets, 'x');
    std::string ports;
    for (std::uint64_t i = 0; i < count; ++i) {
      listeners_.push_back(std::make_unique<Listener>(std::move(*Listener::open(local(0)))));
      origins_.push_back(std::make_unique<Origin>(Origin{loop_, answer, {}}));
      Origin& origin = *origins_.back();
      loop_.spawn(
          accept_clients(loop_, *listeners_.back(), [&origin](Socket client, Endpoint from) {
            return origin.serve(std::move(client), from);
          }));
      ports += std::to_string(listeners_.back()->endpoint().port()) + " ";
    }
    return ports + "\n";
  }

  Load& load_on(std::uint64_t port) {
    auto& load = loads_[port];
    if (!load) load.reset(new Load{.loop = loop_, .server = local(port)});
    return *load;
  }

  Task<std::string> run(Load& load, milliseconds span) {
    const Deadline begin = Clock::now();
    load.end = begin + span;
    load.answered = 0;
    std::vector<Task<>> asking;
    for (Client& client : load.clients) {
      asking.push_back(load.keep_asking(client));
      asking.back().start();
    }
    for (Task<>& task : asking)
      co_await task;
    if (!load.problem.empty()) co_return load.problem + "\n";
    const auto took = std::chrono::nanoseconds(Clock::now() - begin).count();
    co_return std::to_string(load.answered) + " " + std::to_string(took) + "\n";
  }

  EventLoop& loop_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<std::unique_ptr<Origin>> origins_;
  std::map<std::uint64_t, std::unique_ptr<Load>> loads_;  ///< by the server's port
};

}  // namespace

int main() {
  signal(SIGPIPE, SIG_IGN);
  EventLoop loop;
  Bench bench(loop);
  loop.spawn(bench.follow(Socket(loop, 0)));
  loop.run();
  return 0;
}

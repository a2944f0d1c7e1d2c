#include "reference/proxy/exchange.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

// The answer's way from the peer to the client.

namespace reference::proxy {

using net::ArrivedHead;
using net::BlockSize;
using net::Follows;
using net::Framing;
using net::Pieces;
using net::Refusal;
using net::ResponseHead;
using net::Socket;
using net::Soon;
using net::Task;
using net::Transfer;
using net::Wake;

/// Sends the request, unless an upload does, waits for the answer and passes it on.
Task<Exchange::Attempt> Exchange::deliver(Socket& server, const Peer& peer) {
  const net::milliseconds patience = worker_.config.answer_timeout;
  server_reusable_ = false;
  if (body_complete_) {
    const Transfer sent = co_await send_request(server);
    // A peer that hangs up may have answered before.
    if (sent.error == ETIMEDOUT) co_return blame(peer, sent.error, "does not take the request");
  }
  net::Input input;
  for (;;) {
    Wake wake = Wake::timed_out;
    do {  // while the request is still on its way, for as long as that takes
      wake = co_await server.until_readable(worker_.loop.after(patience));
    } while (wake == Wake::timed_out && uploading_);
    if (client_fault_) co_return Attempt::refused;
    if (wake == Wake::timed_out) co_return blame(peer, ETIMEDOUT, "gave no answer");

    const net::Deadline deadline = worker_.loop.after(patience);
    const ArrivedHead arrived = co_await net::read_head(server, input, BlockSize::medium, deadline);
    if (client_fault_) co_return Attempt::refused;
    if (arrived.head.empty()) co_return blame(peer, arrived.error, "gave no answer");
    const ResponseHead& response = worker_.response;
    const Refusal wrong = net::parse_response_head(arrived.head, worker_.response);
    if (wrong || response.status == 101) co_return blame(peer, EBADMSG, "gave a faulty answer");
    input.consume(arrived.octets);
    if (response.status >= 200) break;
    co_await relay_interim();
    if (answer_.overflowed()) co_return blame(peer, EMSGSIZE, "gave too long a head");
  }
  const int status = worker_.response.status;
  open_answer();
  if (answer_.overflowed()) {
    server_reusable_ = false;  // the body is still to come
    co_return blame(peer, EMSGSIZE, "gave too long a head");
  }
  const Attempt outcome = co_await relay(server, input);
  log_answer(status, &peer);
  co_return outcome;
}

/// Decides how the answer reaches the client, and writes its head.
void Exchange::open_answer() {
  const ResponseHead& response = worker_.response;
  const Framing framing = is_head_ ? Framing{} : response.body;
  const bool length_unknown =
      framing.kind == Framing::Kind::chunked || framing.kind == Framing::Kind::until_close;
  const bool closed_to_end = length_unknown && minor_version_ == 0;
  keep_alive_ =
      keep_alive_ && !closed_to_end && request_body_.finished() && !worker_.loop.draining();
  server_reusable_ = response.keep_alive && framing.kind != Framing::Kind::until_close;
  const Delivery delivery{.chunked = length_unknown && minor_version_ >= 1,
                          .has_body = !is_head_,
                          .keep_alive = keep_alive_,
                          .client_minor_version = minor_version_};
  answer_body_ = net::BodyDecoder(framing);
  answer_encoder_ = net::BodyEncoder(delivery.chunked);
  answer_.clear();
  write_response_head(response, delivery, worker_.date.now(), answer_);
}

/// Passes on head and body; the head leaves with the part of the body that came with it.
Task<Exchange::Attempt> Exchange::relay(Socket& server, net::Input& input) {
  const bool reusable = std::exchange(server_reusable_, false);
  std::string_view head = answer_.view();
  BlockSize size = answer_body_.fitting_block();
  for (;;) {
    const net::BodyDecoder::Part part = answer_body_.feed(input.octets());
    const bool last = answer_body_.finished();
    const Transfer sent = co_await send_answer(std::exchange(head, {}), part.data, last);
    if (!sent || answer_body_.broken()) co_return Attempt::cut_short;
    answer_octets_ += part.data.size();
    input.consume(part.used);
    if (last) break;

    const net::Deadline deadline = worker_.loop.after(worker_.config.answer_timeout);
    const Transfer got = co_await server.fill(input, size, deadline);
    if (got.octets >= octets_in(BlockSize::medium)) size = BlockSize::large;
    if (!got) co_return Attempt::cut_short;
    if (got.octets == 0) answer_body_.end_of_stream();
    if (answer_body_.broken()) co_return Attempt::cut_short;
  }
  server_reusable_ = reusable && input.empty();
  co_return Attempt::answered;
}

/// A part of the answer. The end of the connection rides on the last one.
Soon<Transfer> Exchange::send_answer(std::string_view head, std::string_view data, bool last) {
  Pieces pieces(head);
  answer_encoder_.encode(data, last, pieces);
  const Follows follows = last && !keep_alive_ ? Follows::more : Follows::nothing;
  return client_.write_all(pieces, worker_.config.client.write, follows);
}

/// 100 and its like go to the client as they come; clients of HTTP/1.0 do not know them.
Task<> Exchange::relay_interim() {
  answer_.clear();
  if (minor_version_ == 0) co_return;
  write_interim_head(worker_.response, answer_);
  if (answer_.overflowed()) co_return;
  co_await client_.write_all(Pieces(answer_.view()), worker_.config.client.write);
}

/// Notes what went wrong with a peer, for the client to read should no other peer do better.
Exchange::Attempt Exchange::blame(const Peer& peer, int error, std::string_view doing) {
  failure_text_ = peer.name() + " of " + upstream_->name() + " ";
  failure_text_.append(doing);
  if (error != 0)
    failure_text_.append(" (").append(std::generic_category().message(error)).append(")");
  failure_ = {error == ETIMEDOUT ? 504 : 502, failure_text_};
  return Attempt::no_answer;
}

void Exchange::log_answer(int status, const Peer* peer) {
  if (worker_.log.silent()) return;
  using Milliseconds = std::chrono::duration<double, std::milli>;
  const double took = Milliseconds(net::Clock::now() - began_).count();
  std::string line = logged_request_.empty() ? "(unreadable request)" : logged_request_;
  line.append(" ").append(std::to_string(status)).append(" ");
  line.append(std::to_string(answer_octets_)).append(" from ");
  if (peer != nullptr) line.append(upstream_->name()).append(" ");
  line.append(peer != nullptr ? peer->name() : "the proxy itself");
  std::array<char, 32> time{};
  std::snprintf(time.data(), time.size(), " in %.1f ms", took);
  worker_.log.line(line + time.data());
}

}  // namespace reference::proxy

#include "reference/proxy/exchange.hpp"

#include "reference/net/status.hpp"
#include "reference/net/target.hpp"

#include <cerrno>

namespace reference::proxy {

using net::ArrivedHead;
using net::BlockSize;
using net::Framing;
using net::Method;
using net::Pieces;
using net::Refusal;
using net::RequestHead;
using net::Socket;
using net::Soon;
using net::Task;
using net::Transfer;

namespace {

constexpr Refusal kTooLarge{413, "the body is longer than this proxy takes"};

/// Whoever limits how far a request goes may want the proxy's own answer.
Refusal check_max_forwards(const RequestHead& request) {
  const MaxForwards limit = read_max_forwards(request.fields);
  if (limit.refusal || limit.left != 0U) return limit.refusal;
  return {200, "this is the proxy; Max-Forwards let the request go no further"};
}

}  // namespace

Exchange::Exchange(Worker& worker,
                   Socket& client,
                   net::Input& input,
                   std::string_view client_address)
    : worker_(worker),
      client_(client),
      input_(input),
      client_address_(client_address) {}

Refusal Exchange::take(const ArrivedHead& arrived) {
  began_ = worker_.loop.now();
  const Refusal refusal = arrived.refusal ? arrived.refusal : prepare(arrived.head);
  if (refusal) {
    keep_alive_ = false;
    is_head_ = net::begins_with_head(input_.view());
  } else {
    input_.consume(arrived.octets);
    open_body();
  }
  return refusal;
}

/// Reads the head, decides where it goes, and writes down all that is needed later: its octets will
/// be gone.
Refusal Exchange::prepare(std::string_view head) {
  RequestHead& request = worker_.request;
  if (const Refusal refusal = net::parse_request_head(head, request)) return refusal;
  if (!worker_.log.silent()) {
    logged_request_.append(request.method_text).append(" ").append(request.target);
  }
  if (request.method == Method::options) {
    if (const Refusal refusal = check_max_forwards(request)) return refusal;
  }
  if (const Refusal refusal = choose_upstream(request)) return refusal;
  if (request.body.length > worker_.config.max_body) return kTooLarge;

  is_head_ = request.method == Method::head;
  idempotent_ = net::is_idempotent(request.method);
  keep_alive_ = request.keep_alive;
  minor_version_ = request.minor_version;
  request_body_ = net::BodyDecoder(request.body);
  request_encoder_ = net::BodyEncoder(request.body.kind == Framing::Kind::chunked);
  write_request_head(request, {.client = client_address_, .host = upstream_->name()}, request_);
  if (request_.overflowed()) return {431, "the head is too long to be passed on"};
  return {};
}

Refusal Exchange::choose_upstream(const RequestHead& request) {
  if (request.method == Method::trace) return {501, "this proxy does not trace"};
  if (request.path == "*" || net::is_normal_path(request.path)) {
    upstream_ = worker_.routes.find(request.path == "*" ? "/" : request.path);
  } else {
    const auto normal = net::normal_path(request.path);
    if (!normal) return {400, "the path is malformed or climbs above the root"};
    upstream_ = worker_.routes.find(*normal);
  }
  if (upstream_ == nullptr) return {404, "no route of this proxy leads there"};
  return {};
}

/// Takes in what came of the body along with the head. It stays in the input: it may be sent more
/// than once.
void Exchange::open_body() {
  first_part_ = request_body_.feed(input_.octets());
  body_complete_ = request_body_.finished();
  body_octets_ = first_part_.data.size();
  input_.release();
}

/// Tries one peer after the other until one answers.
Task<Next> Exchange::pass_on() {
  Turn turn = upstream_->take_turn();
  while (const std::shared_ptr<Peer> peer = turn.next(worker_.loop.now())) {
    const Attempt outcome = co_await attempt(peer);
    switch (outcome) {
      case Attempt::answered:
        co_return after_answer();
      case Attempt::cut_short:
        co_return Next::close;
      case Attempt::refused:
        co_return co_await refuse(client_fault_);
      case Attempt::unsent:
        continue;
      case Attempt::no_answer:
        if (may_repeat()) continue;
        co_return co_await refuse(failure_);
    }
  }
  co_return co_await refuse(failure_);
}

/// One peer, on a kept connection if there is one.
Task<Exchange::Attempt> Exchange::attempt(const std::shared_ptr<Peer>& peer) {
  net::EventLoop& loop = worker_.loop;
  Attempt outcome = Attempt::unsent;
  if (auto kept = worker_.pool.take(*peer, /*certain=*/!may_repeat())) {
    outcome = co_await converse(*kept, *peer);
    if (server_reusable_) worker_.pool.keep(peer, std::move(*kept), loop.now());
    // The peer may have closed it a moment ago. That is no failure: a fresh connection will tell.
    const bool hung = outcome == Attempt::no_answer && failure_.status == 504;
    if (hung) peer->failed(loop.now());
    if (outcome == Attempt::answered) peer->worked();
    const bool stale = outcome == Attempt::no_answer && !hung && may_repeat();
    if (!stale) co_return outcome;
  }
  Socket fresh;
  const net::Deadline deadline = loop.after(worker_.config.connect_timeout);
  const Transfer connected = co_await Socket::connect(loop, peer->endpoint(), deadline, fresh);
  if (!connected) {
    blame(*peer, connected.error, "does not take the connection");
    peer->failed(loop.now());
    co_return Attempt::unsent;
  }
  outcome = co_await converse(fresh, *peer);
  if (outcome == Attempt::no_answer) peer->failed(loop.now());
  if (outcome == Attempt::answered) peer->worked();
  if (server_reusable_) worker_.pool.keep(peer, std::move(fresh), loop.now());
  co_return outcome;
}

/// Sends the request and passes the answer back.
Task<Exchange::Attempt> Exchange::converse(Socket& server, const Peer& peer) {
  return body_complete_ ? deliver(server, peer) : converse_during_upload(server, peer);
}

/// A body still on its way is passed on meanwhile: the answer may come first.
Task<Exchange::Attempt> Exchange::converse_during_upload(Socket& server, const Peer& peer) {
  Task<> uploading = upload(server);
  uploading.start();
  const Attempt outcome = co_await deliver(server, peer);
  if (uploading_) {
    client_.cancel_reading();
    server.cancel_writing();
  }
  co_await uploading;
  server_reusable_ = server_reusable_ && request_body_.finished();
  co_return outcome;
}

/// The head, and what came of the body along with it.
Soon<Transfer> Exchange::send_request(Socket& server) {
  Pieces pieces(request_.view());
  request_encoder_.encode(first_part_.data, body_complete_, pieces);
  return server.write_all(pieces, worker_.config.answer_timeout);
}

/// Sends the request, then the rest of its body part by part: no more is read than the peer takes.
Task<> Exchange::upload(Socket& server) {
  uploading_ = true;
  const Transfer begun = co_await send_request(server);
  input_.consume(first_part_.used);
  BlockSize size = request_body_.fitting_block();
  for (bool taken = !begun.error; taken && !request_body_.finished();) {
    taken = co_await upload_part(server, size);
  }
  if (client_fault_) server.cancel_reading();  // no answer is awaited any more
  uploading_ = false;
}

/// False when the peer takes no more: its answer may be on the way all the same.
Task<bool> Exchange::upload_part(Socket& server, BlockSize& size) {
  const net::Deadline deadline = worker_.loop.after(worker_.config.client.body);
  const Transfer got = co_await client_.fill(input_, size, deadline);
  if (got.error == ECANCELED) co_return false;
  if (got.error == ETIMEDOUT) client_fault_ = {408, "the body did not arrive in time"};
  if (got.octets == 0 && !client_fault_) client_fault_ = {400, "the body ended early"};
  if (got.octets >= octets_in(BlockSize::medium)) size = BlockSize::large;

  const net::BodyDecoder::Part part = request_body_.feed(input_.octets());
  body_octets_ += part.data.size();
  if (request_body_.broken()) client_fault_ = {400, request_body_.problem()};
  if (body_octets_ > worker_.config.max_body) client_fault_ = kTooLarge;
  if (client_fault_) co_return false;

  Pieces pieces;
  request_encoder_.encode(part.data, request_body_.finished(), pieces);
  const Transfer sent = co_await server.write_all(pieces, worker_.config.answer_timeout);
  input_.consume(part.used);
  co_return static_cast<bool>(sent);
}

Next Exchange::after_answer() const {
  if (!request_body_.finished()) return Next::close_gently;
  if (body_complete_) input_.consume(first_part_.used);
  if (keep_alive_) return Next::wait;
  return input_.empty() ? Next::close : Next::close_gently;
}

/// Answers in the proxy's own name.
Task<Next> Exchange::refuse(Refusal refusal) {
  const std::string text = net::plain_text(refusal.status, refusal.reason);
  const bool fault_of_client = refusal.status < 500;
  keep_alive_ = keep_alive_ && request_body_.finished() && !fault_of_client;
  answer_.clear();
  answer_.add("HTTP/1.1 ").add(static_cast<std::uint64_t>(refusal.status)).add(" ");
  answer_.add(net::reason_phrase(refusal.status)).add("\r\n");
  answer_.field("Server", "pinko-proxy").field("Date", worker_.date.now());
  answer_.field("Content-Type", "text/plain; charset=utf-8").field("Content-Length", text.size());
  if (!keep_alive_) {
    answer_.add("Connection: close\r\n");
  } else if (minor_version_ == 0) {
    answer_.add("Connection: keep-alive\r\n");
  }
  answer_.add("\r\n");
  Pieces pieces(answer_.view());
  if (!is_head_) pieces.add(text);
  log_answer(refusal.status, nullptr);
  const Transfer sent = co_await client_.write_all(pieces, worker_.config.client.write);
  if (!sent) co_return Next::close;
  co_return after_answer();
}

}  // namespace reference::proxy

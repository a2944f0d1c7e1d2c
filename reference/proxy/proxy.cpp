#include "reference/proxy/proxy.hpp"

#include "reference/proxy/exchange.hpp"

#include <algorithm>

namespace reference::proxy {
namespace {

/// How soon a name without an address is looked up again.
constexpr net::milliseconds kResolveSoon{500};

/// Passes on what has arrived, and what follows it without a pause.
net::Task<Next> pass_on_requests(Worker& worker,
                                 net::Socket& client,
                                 net::Input& input,
                                 std::string_view address) {
  Next next = Next::wait;
  do {
    const net::Deadline deadline = worker.loop.after(worker.config.client.head);
    const net::ArrivedHead arrived =
        co_await net::read_head(client, input, net::BlockSize::small, deadline);
    if (arrived.is_end()) co_return Next::close;
    Exchange exchange(worker, client, input, address);
    if (const net::Refusal refusal = exchange.take(arrived)) {
      co_await exchange.refuse(refusal);
      co_return Next::close_gently;
    }
    next = co_await exchange.pass_on();
  } while (next == Next::wait && !input.empty());
  co_return next;
}

/// One client, from its first request to its last. Between requests it holds nothing but this.
net::Task<> serve_client(Worker& worker, net::Socket client, net::Endpoint from) {
  const std::string address = from.host();
  net::Input input;
  Next next = Next::wait;
  while (next == Next::wait) {
    input.release();
    const net::Deadline deadline = worker.loop.after(worker.config.client.idle);
    const net::Wake wake = co_await client.until_readable_while_idle(deadline);
    if (wake != net::Wake::ready) co_return;
    next = co_await pass_on_requests(worker, client, input, address);
  }
  if (next == Next::close_gently) co_await client.close_gently();
}

}  // namespace

Proxy::Proxy(ProxyConfig config)
    : config_(std::move(config)),
      routes_(config_) {
  resolve_all();
  const auto& upstreams = routes_.upstreams();
  const bool names = std::any_of(upstreams.begin(), upstreams.end(), [](const auto& upstream) {
    return upstream->has_names();
  });
  if (names) resolver_ = std::thread([this] { keep_resolving(); });
}

Proxy::~Proxy() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  ending_.notify_all();
  if (resolver_.joinable()) resolver_.join();
}

std::unique_ptr<Worker> Proxy::serve(net::EventLoop& loop,
                                     const std::vector<net::Listener*>& listeners,
                                     int log_to) const {
  auto worker = std::make_unique<Worker>(loop, config_, routes_, log_to);
  Worker& shared = *worker;
  loop.now_and_then([&shared] { shared.pool.tidy(shared.loop.now()); });
  const auto serve = [&shared](net::Socket client, net::Endpoint from) {
    return serve_client(shared, std::move(client), from);
  };
  for (const net::Listener* listener : listeners) {
    loop.spawn(net::accept_clients(loop, *listener, serve));
  }
  return worker;
}

bool Proxy::resolve_all() {
  bool complete = true;
  for (const auto& upstream : routes_.upstreams())
    complete = upstream->resolve() && complete;
  return complete;
}

/// Looks the names up again and again: replicas come and go.
void Proxy::keep_resolving() {
  bool complete = true;
  std::unique_lock lock(mutex_);
  while (!ended_) {
    const net::milliseconds pause =
        complete ? config_.resolve_every : std::min(kResolveSoon, config_.resolve_every);
    if (ending_.wait_for(lock, pause, [this] { return ended_; })) return;
    lock.unlock();
    complete = resolve_all();
    lock.lock();
  }
}

}  // namespace reference::proxy

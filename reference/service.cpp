#include "reference/service.hpp"

#include "reference/api/hello.hpp"
#include "reference/web/site.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include <utility>

namespace reference {

using net::Endpoint;
using net::HttpServer;
using net::Listener;
using net::Problem;
using net::Result;

Service::Service(unsigned threads, int log_to)
    : log_to_(log_to) {
  for (unsigned i = 0; i < threads; ++i) {
    loops_.push_back(std::make_unique<net::EventLoop>());
    logs_.push_back(std::make_unique<net::Log>(*loops_.back(), log_to_));
  }
}

Service::~Service() {
  drain(net::milliseconds(0));
  if (threads_.empty() && !ran_) {  // never started: each loop still ends what waits in it
    for (const auto& loop : loops_)
      loop->run();
  }
  wait();
}

Result<Listener*> Service::listen(const net::HostPort& at) {
  const auto endpoints = net::resolve(at);
  if (!endpoints) return Problem{endpoints.problem()};
  Result<Listener> listener = Listener::open(endpoints->front());
  if (!listener) return Problem{listener.problem()};
  listeners_.push_back(std::make_unique<Listener>(std::move(*listener)));
  return listeners_.back().get();
}

Result<Endpoint> Service::add_proxy(proxy::ProxyConfig config) {
  std::vector<Listener*> doors;
  for (const net::HostPort& at : config.listen) {
    const auto door = listen(at);
    if (!door) return Problem{door.problem()};
    doors.push_back(*door);
  }
  const int log_to = config.access_log ? log_to_ : -1;
  proxies_.push_back(std::make_unique<proxy::Proxy>(std::move(config)));
  for (const auto& loop : loops_) {
    workers_.push_back(proxies_.back()->serve(*loop, doors, log_to));
  }
  return doors.front()->endpoint();
}

Result<Endpoint> Service::add_web(const net::HostPort& at,
                                  const std::string& root,
                                  const HttpServer::Settings& settings) {
  const auto door = listen(at);
  if (!door) return Problem{door.problem()};
  for (std::size_t i = 0; i < loops_.size(); ++i) {
    auto handler = web::file_service(*loops_[i], root);
    if (!handler) return Problem{handler.problem()};
    serve(i, **door, *handler, settings);
  }
  return (*door)->endpoint();
}

Result<Endpoint> Service::add_api(const net::HostPort& at,
                                  const std::string& name,
                                  const HttpServer::Settings& settings) {
  const auto door = listen(at);
  if (!door) return Problem{door.problem()};
  for (std::size_t i = 0; i < loops_.size(); ++i) {
    serve(i, **door, api::hello_service(name), settings);
  }
  return (*door)->endpoint();
}

void Service::serve(std::size_t loop,
                    const Listener& listener,
                    net::Handler handler,
                    const HttpServer::Settings& settings) {
  servers_.push_back(
      std::make_unique<HttpServer>(*loops_[loop], settings, std::move(handler), *logs_[loop]));
  HttpServer& server = *servers_.back();
  loops_[loop]->spawn(
      net::accept_clients(*loops_[loop], listener, [&server](net::Socket client, Endpoint from) {
        return server.serve(std::move(client), from);
      }));
}

void Service::start() {
  start_from(0);
}

void Service::start_from(std::size_t first) {
  for (std::size_t i = first; i < loops_.size(); ++i) {
    threads_.emplace_back([&loop = *loops_[i]] { loop.run(); });
  }
}

void Service::drain(net::milliseconds grace) {
  listeners_.clear();  // the loops hold copies, which they close now
  for (const auto& loop : loops_)
    loop->drain(grace);
}

void Service::wait() {
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Service::run_until_signal(const EndSignals& signals, net::milliseconds grace) {
  start_from(1);
  net::EventLoop& loop = *loops_.front();
  loop.spawn_in_background(drain_on_signal(signals.descriptor(), grace));
  loop.run();
  ran_ = true;
  wait();
}

net::Task<> Service::drain_on_signal(int signals, net::milliseconds grace) {
  net::EventLoop& loop = *loops_.front();
  net::Channel* arrivals = loop.open(fcntl(signals, F_DUPFD_CLOEXEC, 0));
  for (;;) {
    const net::Wake wake = co_await loop.until_readable(*arrivals, net::Deadline::max());
    if (wake != net::Wake::ready) co_return;
    signalfd_siginfo signal{};
    while (read(arrivals->descriptor, &signal, sizeof signal) == sizeof signal) {
      drain(std::exchange(grace, net::milliseconds(0)));
    }
  }
}

EndSignals::EndSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  descriptor_ = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

EndSignals::~EndSignals() {
  close(descriptor_);
}

}  // namespace reference

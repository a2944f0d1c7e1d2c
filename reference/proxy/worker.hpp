#pragma once

#include "reference/net/event_loop.hpp"
#include "reference/net/http_head.hpp"
#include "reference/net/log.hpp"
#include "reference/proxy/config.hpp"
#include "reference/proxy/peer_pool.hpp"
#include "reference/proxy/routes.hpp"

#include <string_view>

namespace reference::proxy {

/// What the sessions of one loop share.
struct Worker {
  Worker(net::EventLoop& event_loop, const ProxyConfig& settings, const Routes& table, int log_to)
      : loop(event_loop),
        config(settings),
        routes(table),
        log(event_loop, log_to) {}

  net::EventLoop& loop;
  const ProxyConfig& config;
  const Routes& routes;
  PeerPool pool;
  net::Log log;
  net::DateText date;
  net::RequestHead request;    ///< the head that is being read; never kept across a wait
  net::ResponseHead response;  ///< likewise
};

}  // namespace reference::proxy

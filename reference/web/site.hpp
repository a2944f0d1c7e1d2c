#pragma once

#include "reference/net/event_loop.hpp"
#include "reference/net/http_server.hpp"
#include "reference/net/result.hpp"

#include <memory>
#include <string>

namespace reference::web {

/// Serves the files of a folder: `/` and other directories by their index.html. The loop lends its
/// clock.
net::Result<net::Handler> file_service(net::EventLoop& loop, const std::string& root);

}  // namespace reference::web

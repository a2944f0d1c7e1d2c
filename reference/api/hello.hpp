#pragma once

#include "reference/net/http_server.hpp"

#include <string>

namespace reference::api {

/// Answers as the statement's Flask program does: `GET /api/hello` is "Hello, World!", with the
/// CORS fields of flask-cors. A name is sent along as X-Served-By, so that one sees which replica
/// answered.
net::Handler hello_service(std::string name);

}  // namespace reference::api

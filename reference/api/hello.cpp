#include "reference/api/hello.hpp"

#include "reference/net/target.hpp"

namespace reference::api {
namespace {

using net::Answer;
using net::FieldName;
using net::Method;
using net::Output;
using net::RequestHead;

constexpr std::string_view kPath = "/api/hello";
constexpr std::string_view kHello = "Hello, World!";

/// flask-cors allows every origin: the asker's by name, or `*` when none is named.
void allow_origin(const RequestHead& request, Output& fields) {
  const auto origin = request.fields.find(FieldName::origin);
  fields.field("Access-Control-Allow-Origin", origin.value_or("*"));
  if (origin) fields.add("Vary: Origin\r\n");
}

/// A browser asks beforehand whether a request with other fields or methods is welcome.
void allow_preflight(const RequestHead& request, Output& fields) {
  std::string_view wanted_fields;
  bool preflight = false;
  for (const net::Field& field : request.fields) {
    preflight = preflight || net::same_word(field.name, "Access-Control-Request-Method");
    if (net::same_word(field.name, "Access-Control-Request-Headers")) wanted_fields = field.value;
  }
  if (!preflight || !request.fields.find(FieldName::origin)) return;
  if (!wanted_fields.empty()) fields.field("Access-Control-Allow-Headers", wanted_fields);
  fields.add("Access-Control-Allow-Methods: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT\r\n");
}

bool asks_for_hello(const RequestHead& request) {
  if (request.path == kPath) return true;
  return !net::is_normal_path(request.path) && net::normal_path(request.path) == kPath;
}

Answer answer(const RequestHead& request, Output& fields) {
  allow_origin(request, fields);
  if (!asks_for_hello(request))
    return Answer::text(404, "the only path here is /api/hello", fields);
  switch (request.method) {
    case Method::get:
    case Method::head:
      fields.add("Content-Type: text/html; charset=utf-8\r\n");
      return {.status = 200, .body = net::MemoryBody{.owner = nullptr, .octets = kHello}};
    case Method::options:
      fields.add("Content-Type: text/html; charset=utf-8\r\nAllow: GET, HEAD, OPTIONS\r\n");
      allow_preflight(request, fields);
      return {.status = 200, .body = {}};
    case Method::post:
    case Method::put:
    case Method::del:
    case Method::trace:
    case Method::connect:
    case Method::other:
      break;
  }
  fields.add("Allow: GET, HEAD, OPTIONS\r\n");
  return Answer::text(405, "this path can only be read", fields);
}

}  // namespace

net::Handler hello_service(std::string name) {
  return [name = std::move(name)](const RequestHead& request, Output& fields) {
    if (!name.empty()) fields.field("X-Served-By", name);
    return answer(request, fields);
  };
}

}  // namespace reference::api

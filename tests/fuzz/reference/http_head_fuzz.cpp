// Feeds the HTTP head parsers with anything, and checks what holds for every input.

#include "reference/net/http_head.hpp"
#include "reference/net/target.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace reference::net;

void demand(bool holds) {
  if (!holds) std::abort();
}

bool lies_within(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

/// Every view lies in the octets that were parsed, and no value can hide a line end.
void check_fields(const Fields& fields, std::string_view head) {
  for (const Field& field : fields) {
    demand(!field.name.empty());
    demand(lies_within(field.name, head) && lies_within(field.value, head));
    demand(lies_within(field.line(), head));
    demand(field.line().find_first_of(std::string_view("\r\n\0", 3)) == field.line().size() - 2);
    demand(field.line().ends_with("\r\n"));
  }
}

void check_request(std::string_view head) {
  RequestHead request;
  if (const Refusal refusal = parse_request_head(head, request)) {
    demand(refusal.status >= 400 && refusal.status < 600 && !refusal.reason.empty());
    return;
  }
  check_fields(request.fields, head);
  demand(!request.path.empty() && (request.path.front() == '/' || request.path == "*"));
  // Both lengths, or two of one, never pass.
  int lengths = 0;
  for (const Field& field : request.fields) {
    lengths +=
        field.id == FieldName::content_length || field.id == FieldName::transfer_encoding ? 1 : 0;
  }
  demand(lengths <= 1);
  const auto normal = normal_path(request.path);
  if (normal)
    demand(normal->find("/../") == std::string::npos && normal->find('\0') == std::string::npos);
  if (is_normal_path(request.path)) demand(normal == request.path);
}

void check_response(std::string_view head) {
  ResponseHead response;
  if (parse_response_head(head, response)) return;
  demand(response.status >= 100 && response.status <= 999);
  demand(lies_within(response.reason, head));
  check_fields(response.fields, head);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view octets(reinterpret_cast<const char*>(data), size);
  const HeadBounds bounds = find_head(octets);
  // A head is found at the same place when it arrives in two parts.
  const HeadBounds half = find_head(octets.substr(0, size / 2));
  if (half.end == 0 && !half.refusal) demand(find_head(octets, size / 2).end == bounds.end);
  if (bounds.end == 0) return 0;
  demand(bounds.begin < bounds.end && bounds.end <= size);
  const std::string head(octets.substr(bounds.begin, bounds.end - bounds.begin));
  check_request(head);
  check_response(head);
  return 0;
}

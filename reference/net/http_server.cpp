#include "reference/net/http_server.hpp"

#include "reference/net/status.hpp"

namespace reference::net {
namespace {

const Answer kBodiless;

}  // namespace

std::uint64_t Answer::length() const {
  if (const auto* memory = std::get_if<MemoryBody>(&body)) return memory->octets.size();
  if (const auto* file = std::get_if<FileBody>(&body)) return file->length;
  return 0;
}

Answer Answer::text(int status, std::string_view reason, Output& fields) {
  const auto text = std::make_shared<const std::string>(plain_text(status, reason));
  fields.field("Content-Type", "text/plain; charset=utf-8");
  return {.status = status, .body = MemoryBody{.owner = text, .octets = *text}};
}

HttpServer::HttpServer(EventLoop& loop, Settings settings, Handler handler, Log& log)
    : loop_(loop),
      settings_(std::move(settings)),
      handler_(std::move(handler)),
      log_(log) {}

Task<> HttpServer::serve(Socket client, Endpoint /*from*/) {
  Input input;
  Next next = Next::wait;
  while (next == Next::wait) {
    input.release();
    const Deadline deadline = loop_.after(settings_.timeouts.idle);
    const Wake wake = co_await client.until_readable_while_idle(deadline);
    if (wake != Wake::ready) co_return;
    next = co_await answer_requests(client, input);
  }
  if (next == Next::close_gently) co_await client.close_gently();
}

/// Answers what has arrived, and what follows it without a pause.
Task<HttpServer::Next> HttpServer::answer_requests(Socket& client, Input& input) {
  Output head(BlockSize::small);
  Output fields(BlockSize::small);
  do {
    const Deadline deadline = loop_.after(settings_.timeouts.head);
    const ArrivedHead arrived = co_await read_head(client, input, BlockSize::small, deadline);
    if (arrived.is_end()) co_return Next::close;
    Refusal refusal = arrived.refusal;
    if (!refusal) refusal = parse_request_head(arrived.head, request_);
    fields.clear();
    Answer answer =
        refusal ? Answer::text(refusal.status, refusal.reason, fields) : handler_(request_, fields);
    const bool is_head = refusal ? begins_with_head(input.view()) : request_.method == Method::head;
    UnwantedBody body;
    if (!refusal && request_.body.kind != Framing::Kind::none) {
      body = look_at_body(request_, input.octets().subspan(arrived.octets));
    }
    const bool keep_alive = !refusal && request_.keep_alive && body.ends && !loop_.draining();
    write_head(head, answer, fields.view(), keep_alive);
    if (fields.overflowed() || head.overflowed()) {
      answer = refuse_for_length(head, fields, keep_alive);
    }
    if (!refusal) log_request(answer);
    input.consume(arrived.octets + body.arrived);

    const Answer& shown = is_head ? kBodiless : answer;
    const bool last = !keep_alive && body.missing == 0;
    const Transfer sent = co_await send(client, shown, head.view(), last);
    if (!sent) co_return Next::close;
    if (refusal || !body.ends) co_return Next::close_gently;
    if (body.missing > 0) {
      const bool skipped = co_await skip(client, input, body.missing, settings_.timeouts.body);
      if (!skipped) co_return Next::close_gently;
    }
    if (!keep_alive) co_return input.empty() ? Next::close : Next::close_gently;
  } while (!input.empty());
  co_return Next::wait;
}

Soon<Transfer> HttpServer::send(Socket& client,
                                const Answer& answer,
                                std::string_view head,
                                bool last) {
  if (const auto* file = std::get_if<FileBody>(&answer.body)) {
    return send_file(client, *file, head);
  }
  Pieces pieces(head);
  if (const auto* memory = std::get_if<MemoryBody>(&answer.body)) pieces.add(memory->octets);
  return client.write_all(
      pieces, settings_.timeouts.write, last ? Follows::more : Follows::nothing);
}

Task<Transfer> HttpServer::send_file(Socket& client, const FileBody& file, std::string_view head) {
  const milliseconds patience = settings_.timeouts.write;
  const Transfer sent = co_await client.write_all(Pieces(head), patience, Follows::more);
  if (!sent) co_return sent;
  co_return co_await client.send_file(*file.descriptor, file.from, file.length, patience);
}

void HttpServer::write_head(Output& head,
                            const Answer& answer,
                            std::string_view fields,
                            bool keep_alive) {
  head.clear();
  head.add("HTTP/1.1 ").add(static_cast<std::uint64_t>(answer.status)).add(" ");
  head.add(reason_phrase(answer.status)).add("\r\n");
  head.field("Server", settings_.name).field("Date", date_.now()).add(fields);
  if (answer.status != 304) head.field("Content-Length", answer.length());
  if (!keep_alive) {
    head.add("Connection: close\r\n");
  } else if (request_.minor_version == 0) {
    head.add("Connection: keep-alive\r\n");
  }
  head.add("\r\n");
}

/// For an answer whose head does not fit: what grows there is what the request said.
Answer HttpServer::refuse_for_length(Output& head, Output& fields, bool keep_alive) {
  fields.clear();
  Answer answer = Answer::text(431, "the answer has no room for what it should repeat", fields);
  write_head(head, answer, fields.view(), keep_alive);
  return answer;
}

void HttpServer::log_request(const Answer& answer) {
  if (log_.silent()) return;
  if (!settings_.log_proxied && request_.fields.find(FieldName::via)) return;
  std::string line = settings_.name + " ";
  line.append(request_.method_text).append(" ").append(request_.target).append(" ");
  line += std::to_string(answer.status) + " " + std::to_string(answer.length());
  log_.line(line);
}

}  // namespace reference::net

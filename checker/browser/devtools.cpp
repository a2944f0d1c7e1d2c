#include "checker/browser/devtools.hpp"

#include "checker/util/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace pinko::browser {
namespace {

using nlohmann::json;

constexpr int kFarthestLine = 1 << 30;

const json& member(const json& object, const char* name) {
  static const json nothing = json::object();
  const auto found = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && found != object.end() ? *found : nothing;
}

std::string text_of(const json& object, const char* name) {
  const json& value = member(object, name);
  return value.is_string() ? value.get<std::string>() : std::string();
}

int number_of(const json& object, const char* name) {
  const json& value = member(object, name);
  constexpr std::int64_t kMost = std::numeric_limits<int>::max();
  return value.is_number_integer()
             ? static_cast<int>(std::clamp(value.get<std::int64_t>(), std::int64_t{0}, kMost))
             : 0;
}

/// Line numbers of the protocol begin at 0; a missing one stays 0.
int line_of(const json& object) {
  const int line = number_of(object, "lineNumber");
  return member(object, "lineNumber").is_number_integer() && line < kFarthestLine ? line + 1 : 0;
}

Event request_started(const json& params) {
  const json& request = member(params, "request");
  const json& redirect = member(params, "redirectResponse");
  return RequestStarted{
      .id = text_of(params, "requestId"),
      .loader = text_of(params, "loaderId"),
      .frame = text_of(params, "frameId"),
      .request = {.url = text_of(request, "url") + text_of(request, "urlFragment"),
                  .method = text_of(request, "method"),
                  .type = text_of(params, "type"),
                  .status = 0,
                  .failure = {},
                  .blocked = {}},
      .redirect_status = number_of(redirect, "status")};
}

Event response_came(const json& params) {
  return ResponseCame{.id = text_of(params, "requestId"),
                      .status = number_of(member(params, "response"), "status"),
                      .raw = false};
}

Event raw_response_came(const json& params) {
  return ResponseCame{
      .id = text_of(params, "requestId"), .status = number_of(params, "statusCode"), .raw = true};
}

Event request_finished(const json& params) {
  return RequestEnded{
      .id = text_of(params, "requestId"), .failure = {}, .blocked = {}, .cors_error = {}};
}

Event request_failed(const json& params) {
  std::string failure = text_of(params, "errorText");
  if (failure.empty()) failure = "net::ERR_FAILED";
  std::string cors = text_of(member(params, "corsErrorStatus"), "corsError");
  std::string blocked = cors.empty() ? text_of(params, "blockedReason") : "cors";
  return RequestEnded{.id = text_of(params, "requestId"),
                      .failure = std::move(failure),
                      .blocked = std::move(blocked),
                      .cors_error = std::move(cors)};
}

Event document_changed(const json& params) {
  const json& frame = member(params, "frame");
  return DocumentChanged{.frame = text_of(frame, "id"),
                         .loader = text_of(frame, "loaderId"),
                         .url = text_of(frame, "url"),
                         .main_frame = text_of(frame, "parentId").empty(),
                         .unreachable_url = text_of(frame, "unreachableUrl")};
}

Event load_fired(const json&) {
  return LoadFired{};
}

Event world_made(const json& params) {
  const json& context = member(params, "context");
  return WorldMade{.id = number_of(context, "id"),
                   .name = text_of(context, "name"),
                   .frame = text_of(member(context, "auxData"), "frameId")};
}

Event worlds_cleared(const json&) {
  return WorldsCleared{};
}

Event told(const json& params) {
  return Told{.name = text_of(params, "name"), .payload = text_of(params, "payload")};
}

/// One argument of console.log() as a console would show it.
std::string shown(const json& argument) {
  const json& value = member(argument, "value");
  if (value.is_string()) return value.get<std::string>();
  std::string description = text_of(argument, "description");
  if (!description.empty()) return description;
  std::string special = text_of(argument, "unserializableValue");
  if (!special.empty()) return special;
  return argument.is_object() && argument.contains("value") ? value.dump()
                                                            : text_of(argument, "type");
}

Event console_called(const json& params) {
  std::vector<std::string> words;
  for (const json& argument : member(params, "args")) {
    words.push_back(shown(argument));
  }
  const json& frames = member(member(params, "stackTrace"), "callFrames");
  const json& top = frames.is_array() && !frames.empty() ? frames.front() : member(frames, "");
  std::string level = text_of(params, "type");
  if (level == "assert") level = "error";
  if (level != "warning" && level != "error") level = "log";
  return Printed{.message = {.level = std::move(level),
                             .text = join(words, " "),
                             .url = text_of(top, "url"),
                             .line = line_of(top)},
                 .request_id = {}};
}

Event exception_thrown(const json& params) {
  const json& details = member(params, "exceptionDetails");
  std::string text = text_of(details, "text");
  const json& exception = member(details, "exception");
  const std::string what = exception.empty() ? std::string() : shown(exception);
  if (!what.empty()) text += " " + what.substr(0, what.find("\n    at "));
  const json& frames = member(member(details, "stackTrace"), "callFrames");
  const bool has_place = !text_of(details, "url").empty();
  const json& place = !has_place && frames.is_array() && !frames.empty() ? frames.front() : details;
  return Printed{.message = {.level = "exception",
                             .text = std::move(text),
                             .url = text_of(place, "url"),
                             .line = line_of(place)},
                 .request_id = {}};
}

Event log_entry(const json& params) {
  const json& entry = member(params, "entry");
  std::string level = text_of(entry, "level");
  if (level != "warning" && level != "error") level = "log";
  return Printed{.message = {.level = std::move(level),
                             .text = text_of(entry, "text"),
                             .url = text_of(entry, "url"),
                             .line = line_of(entry)},
                 .request_id = text_of(entry, "networkRequestId")};
}

Event dialog_opened(const json& params) {
  return DialogOpened{.type = text_of(params, "type")};
}

Event request_paused(const json& params) {
  return RequestPaused{.id = text_of(params, "requestId"),
                       .url = text_of(member(params, "request"), "url")};
}

Event worker_attached(const json& params) {
  return WorkerAttached{.session = text_of(params, "sessionId")};
}

Event page_crashed(const json&) {
  return PageGone{.reason = "crashed"};
}

Event page_detached(const json& params) {
  const std::string reason = text_of(params, "reason");
  return PageGone{.reason = reason == "Render process gone." ? "crashed" : "was closed: " + reason};
}

struct Reader {
  std::string_view method;
  Event (*read)(const json& params);
};

constexpr std::array kReaders = {
    Reader{"Network.requestWillBeSent", request_started},
    Reader{"Network.responseReceived", response_came},
    Reader{"Network.responseReceivedExtraInfo", raw_response_came},
    Reader{"Network.loadingFinished", request_finished},
    Reader{"Network.loadingFailed", request_failed},
    Reader{"Page.frameNavigated", document_changed},
    Reader{"Page.loadEventFired", load_fired},
    Reader{"Page.javascriptDialogOpening", dialog_opened},
    Reader{"Fetch.requestPaused", request_paused},
    Reader{"Runtime.executionContextCreated", world_made},
    Reader{"Runtime.executionContextsCleared", worlds_cleared},
    Reader{"Runtime.bindingCalled", told},
    Reader{"Runtime.consoleAPICalled", console_called},
    Reader{"Runtime.exceptionThrown", exception_thrown},
    Reader{"Log.entryAdded", log_entry},
    Reader{"Target.attachedToTarget", worker_attached},
    Reader{"Inspector.targetCrashed", page_crashed},
    Reader{"Inspector.detached", page_detached},
};

Event read_event(const json& message) {
  if (member(message, "id").is_number()) {
    Reply reply{.id = number_of(message, "id"), .result = {}, .error = {}};
    if (message.contains("error")) {
      reply.error = text_of(member(message, "error"), "message");
      if (reply.error.empty()) reply.error = "unnamed error";
    } else {
      reply.result = member(message, "result").dump(-1, ' ', false, json::error_handler_t::replace);
    }
    return reply;
  }
  const std::string method = text_of(message, "method");
  for (const Reader& reader : kReaders) {
    if (reader.method == method) return reader.read(member(message, "params"));
  }
  return Ignored{};
}

}  // namespace

Result<Message> parse_message(std::string_view text) {
  const json message = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!message.is_object() || !(message.contains("id") || message.contains("method"))) {
    return fail(ErrorCode::browser,
                "read a message of the browser: not one of the protocol: " + head(text, 80));
  }
  return Message{.session = text_of(message, "sessionId"), .event = read_event(message)};
}

std::string text_in(const std::string& result, const char* name) {
  return text_of(json::parse(result, nullptr, /*allow_exceptions=*/false), name);
}

std::optional<double> longest_renderer(const std::string& result) {
  const json reply = json::parse(result, nullptr, /*allow_exceptions=*/false);
  const auto processes = reply.find("processInfo");
  if (processes == reply.end() || !processes->is_array()) return std::nullopt;
  std::optional<double> longest;
  for (const json& process : *processes) {
    if (!process.is_object() || text_of(process, "type") != "renderer") continue;
    const auto time = process.find("cpuTime");
    if (time == process.end() || !time->is_number()) continue;
    longest = std::max(longest.value_or(0), time->get<double>());
  }
  return longest;
}

std::string wire_text(int id, const Command& command) {
  std::string text = R"({"id":)" + std::to_string(id) + R"(,"method":)" +
                     json(command.method).dump() + R"(,"params":)" + command.params;
  if (!command.session.empty()) text += R"(,"sessionId":)" + json(command.session).dump();
  return text + "}";
}

}  // namespace pinko::browser

#include "checker/browser/devtools.hpp"

#include "tests/support/catch.hpp"

#include <string>
#include <variant>

namespace {

using namespace pinko;
using namespace pinko::browser;

template <class Kind>
Kind read(std::string_view text) {
  const Result<Message> message = parse_message(text);
  REQUIRE(message);
  REQUIRE(std::holds_alternative<Kind>(message->event));
  return std::get<Kind>(message->event);
}

}  // namespace

TEST_CASE("a reply keeps its result as JSON, or the browser's words") {
  const auto good = read<Reply>(R"({"id":7,"result":{"a":[1,2]},"sessionId":"S"})");
  CHECK(good.id == 7);
  CHECK(good.result == R"({"a":[1,2]})");
  CHECK(good.error.empty());
  const auto bad = read<Reply>(R"({"id":8,"error":{"code":-32000,"message":"No target"}})");
  CHECK(bad.error == "No target");
  CHECK(read<Reply>(R"({"id":9,"error":3})").error == "unnamed error");
}

TEST_CASE("the session says whose event it is") {
  const auto message =
      parse_message(R"({"method":"Page.loadEventFired","params":{},"sessionId":"S1"})");
  REQUIRE(message);
  CHECK(message->session == "S1");
  CHECK(std::holds_alternative<LoadFired>(message->event));
}

TEST_CASE("a request keeps address, method, type and what redirected to it") {
  const auto started = read<RequestStarted>(R"({"method":"Network.requestWillBeSent","params":{
      "requestId":"1","loaderId":"L","frameId":"F","type":"XHR",
      "redirectResponse":{"status":301},
      "request":{"url":"http://localhost:5252/api","urlFragment":"#x","method":"GET"}}})");
  CHECK(started.id == "1");
  CHECK(started.loader == "L");
  CHECK(started.frame == "F");
  CHECK(started.request.url == "http://localhost:5252/api#x");
  CHECK(started.request.method == "GET");
  CHECK(started.request.type == "XHR");
  CHECK(started.redirect_status == 301);
}

TEST_CASE("an answer's status comes from either message") {
  const auto usual = read<ResponseCame>(
      R"({"method":"Network.responseReceived","params":{"requestId":"1","response":{"status":404}}})");
  CHECK(usual.status == 404);
  CHECK_FALSE(usual.raw);
  const auto raw = read<ResponseCame>(
      R"({"method":"Network.responseReceivedExtraInfo","params":{"requestId":"1","statusCode":200}})");
  CHECK(raw.status == 200);
  CHECK(raw.raw);
}

TEST_CASE("a failed request says whether CORS or something else blocked it") {
  const auto cors = read<RequestEnded>(R"({"method":"Network.loadingFailed","params":{
      "requestId":"1","errorText":"net::ERR_FAILED",
      "corsErrorStatus":{"corsError":"MissingAllowOriginHeader","failedParameter":""}}})");
  CHECK(cors.blocked == "cors");
  CHECK(cors.cors_error == "MissingAllowOriginHeader");
  const auto mixed = read<RequestEnded>(R"({"method":"Network.loadingFailed","params":{
      "requestId":"1","errorText":"","blockedReason":"mixed-content"}})");
  CHECK(mixed.blocked == "mixed-content");
  CHECK(mixed.failure == "net::ERR_FAILED");
  CHECK(read<RequestEnded>(R"({"method":"Network.loadingFinished","params":{"requestId":"1"}})")
            .failure.empty());
}

TEST_CASE("only a frame without a parent is the main one") {
  const auto main = read<DocumentChanged>(R"({"method":"Page.frameNavigated","params":{
      "frame":{"id":"F","loaderId":"L","url":"http://localhost/"}}})");
  CHECK(main.main_frame);
  CHECK(main.loader == "L");
  const auto inner = read<DocumentChanged>(R"({"method":"Page.frameNavigated","params":{
      "frame":{"id":"G","parentId":"F","url":"http://localhost/inner"}}})");
  CHECK_FALSE(inner.main_frame);
  const auto error = read<DocumentChanged>(R"({"method":"Page.frameNavigated","params":{
      "frame":{"id":"F","url":"chrome-error://x/","unreachableUrl":"http://a.example/"}}})");
  CHECK(error.unreachable_url == "http://a.example/");
}

TEST_CASE("the console's arguments are shown as a console shows them") {
  const auto printed = read<Printed>(R"({"method":"Runtime.consoleAPICalled","params":{
      "type":"warning","args":[{"type":"string","value":"a b"},{"type":"number","value":1.5},
        {"type":"object","description":"Object"},{"type":"undefined"},
        {"type":"object","subtype":"null","value":null},{"type":"bigint","unserializableValue":"1n"}],
      "stackTrace":{"callFrames":[{"url":"http://localhost/x.js","lineNumber":11}]}}})");
  CHECK(printed.message.level == "warning");
  CHECK(printed.message.text == "a b 1.5 Object undefined null 1n");
  CHECK(printed.message.url == "http://localhost/x.js");
  CHECK(printed.message.line == 12);
  CHECK(read<Printed>(R"({"method":"Runtime.consoleAPICalled","params":{"type":"table"}})")
            .message.level == "log");
}

TEST_CASE("an exception is told in one line, with its place") {
  const auto printed = read<Printed>(R"({"method":"Runtime.exceptionThrown","params":{
      "exceptionDetails":{"text":"Uncaught","lineNumber":3,"url":"http://localhost:9000/",
        "exception":{"description":"ReferenceError: $ is not defined\n    at http://localhost"}}}})");
  CHECK(printed.message.level == "exception");
  CHECK(printed.message.text == "Uncaught ReferenceError: $ is not defined");
  CHECK(printed.message.url == "http://localhost:9000/");
  CHECK(printed.message.line == 4);
}

TEST_CASE("an exception without an address takes that of its innermost call") {
  const auto printed = read<Printed>(R"({"method":"Runtime.exceptionThrown","params":{
      "exceptionDetails":{"text":"Uncaught","exception":{"type":"string","value":"oh"},
        "stackTrace":{"callFrames":[{"url":"http://localhost/y.js","lineNumber":0}]}}}})");
  CHECK(printed.message.text == "Uncaught oh");
  CHECK(printed.message.url == "http://localhost/y.js");
  CHECK(printed.message.line == 1);
}

TEST_CASE("the browser's own complaint names the request it is about") {
  const auto printed = read<Printed>(R"({"method":"Log.entryAdded","params":{"entry":{
      "source":"network","level":"error","text":"Failed to load","url":"http://localhost/f",
      "networkRequestId":"1.2"}}})");
  CHECK(printed.request_id == "1.2");
  CHECK(printed.message.level == "error");
  CHECK(printed.message.line == 0);
}

TEST_CASE("worlds, bindings, dialogs and the page's end are read") {
  const auto world = read<WorldMade>(R"({"method":"Runtime.executionContextCreated","params":{
      "context":{"id":3,"name":"w","auxData":{"frameId":"F"}}}})");
  CHECK(world.id == 3);
  CHECK(world.name == "w");
  CHECK(world.frame == "F");
  const auto told =
      read<Told>(R"({"method":"Runtime.bindingCalled","params":{"name":"n","payload":"p"}})");
  CHECK(told.payload == "p");
  CHECK(read<DialogOpened>(R"({"method":"Page.javascriptDialogOpening","params":{"type":"alert"}})")
            .type == "alert");
  CHECK(read<PageGone>(R"({"method":"Inspector.targetCrashed","params":{}})").reason == "crashed");
}

TEST_CASE("what nobody needs is passed over") {
  read<Ignored>(R"({"method":"Network.dataReceived","params":{"dataLength":1}})");
  read<Ignored>(R"({"method":"Future.event"})");
}

TEST_CASE("what is missing or of another kind is left empty, never believed") {
  const auto started = read<RequestStarted>(
      R"({"method":"Network.requestWillBeSent","params":{"requestId":5,"request":[]}})");
  CHECK(started.id.empty());
  CHECK(started.request.url.empty());
  const auto answer = read<ResponseCame>(
      R"({"method":"Network.responseReceived","params":{"response":{"status":1e300}}})");
  CHECK(answer.status == 0);
  CHECK(read<Printed>(R"({"method":"Runtime.consoleAPICalled","params":{"args":7}})")
            .message.text.empty());
}

TEST_CASE("what is no message is an Error") {
  for (const std::string_view text : {"", "{", "[]", "7", "{}", "\xff\xfe", "{\"id\":1}x"}) {
    const auto message = parse_message(text);
    REQUIRE_FALSE(message);
    CHECK(message.error().code == ErrorCode::browser);
  }
}

TEST_CASE("the page process that worked most is found, whatever else is listed") {
  CHECK(longest_renderer(R"({"processInfo":[{"type":"renderer","cpuTime":1.5},{"type":"GPU",
                         "cpuTime":8},{"type":"renderer","cpuTime":2},{"type":"renderer"}]})") ==
        2.0);
  CHECK_FALSE(longest_renderer(R"({"processInfo":[{"type":"browser","cpuTime":8}]})"));
  CHECK_FALSE(longest_renderer(R"({"processInfo":{"type":"renderer"}})"));
  CHECK_FALSE(longest_renderer("[]"));
  CHECK_FALSE(longest_renderer("no JSON"));
}

TEST_CASE("a command goes out with its session when it has one") {
  CHECK(wire_text(3, {.method = "Page.enable"}) ==
        R"({"id":3,"method":"Page.enable","params":{}})");
  CHECK(wire_text(4, {.method = "A.b", .params = R"({"x":1})", .session = "S\"1"}) ==
        R"({"id":4,"method":"A.b","params":{"x":1},"sessionId":"S\"1"})");
}

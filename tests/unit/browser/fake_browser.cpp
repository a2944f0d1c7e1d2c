#include "tests/unit/browser/fake_browser.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace pinko::test {

using nlohmann::json;

FakeBrowser::FakeBrowser(Rule rule)
    : rule_(std::move(rule)) {
  std::array<int, 2> sockets{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0) {
    throw std::runtime_error("make a pair of sockets");
  }
  ours_ = sockets[0];
  theirs_ = sockets[1];
  thread_ = std::thread([this] { work(); });
}

FakeBrowser::~FakeBrowser() {
  hang_up();
  thread_.join();
  close(ours_);
  if (theirs_ >= 0) close(theirs_);
}

int FakeBrowser::take_socket() {
  return std::exchange(theirs_, -1);
}

void FakeBrowser::send(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t now = ::send(ours_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (now < 0) return;
    sent += static_cast<std::size_t>(now);
  }
}

void FakeBrowser::hang_up() {
  shutdown(ours_, SHUT_RDWR);
}

std::vector<std::string> FakeBrowser::methods() const {
  const std::lock_guard lock(mutex_);
  return methods_;
}

bool FakeBrowser::await_call(const std::string& method) const {
  std::unique_lock lock(mutex_);
  return came_.wait_for(lock, std::chrono::seconds(5), [&] {
    return std::find(methods_.begin(), methods_.end(), method) != methods_.end();
  });
}

void FakeBrowser::work() {
  std::string waiting;
  std::array<char, 4096> buffer{};
  while (true) {
    const ssize_t got = recv(ours_, buffer.data(), buffer.size(), 0);
    if (got <= 0) return;
    waiting.append(buffer.data(), static_cast<std::size_t>(got));
    for (std::size_t end = waiting.find('\0'); end != std::string::npos; end = waiting.find('\0')) {
      take(waiting.substr(0, end));
      waiting.erase(0, end + 1);
    }
  }
}

void FakeBrowser::take(const std::string& message) {
  const json command = json::parse(message);
  const auto method = command.at("method").get<std::string>();
  {
    const std::lock_guard lock(mutex_);
    methods_.push_back(method);
  }
  came_.notify_all();
  rule_(Call{*this,
             command.at("id").get<int>(),
             method,
             command.value("sessionId", ""),
             command.at("params").dump()});
}

void FakeBrowser::Call::reply(const std::string& result) const {
  json answer{{"id", id}, {"result", json::parse(result)}};
  if (!session.empty()) answer["sessionId"] = session;
  browser.send(answer.dump() + '\0');
}

void FakeBrowser::Call::refuse(const std::string& words) const {
  browser.send(json{{"id", id}, {"error", {{"message", words}}}}.dump() + '\0');
}

void FakeBrowser::Call::event(const std::string& name, const std::string& event_params) const {
  const json message{{"method", name}, {"params", json::parse(event_params)}, {"sessionId", "S"}};
  browser.send(message.dump() + '\0');
}

void answer_usually(const FakeBrowser::Call& call,
                    const std::string& body,
                    const std::string& element) {
  if (call.method == "Target.createBrowserContext") {
    call.reply(R"({"browserContextId":"C"})");
  } else if (call.method == "Target.createTarget") {
    call.reply(R"({"targetId":"F"})");
  } else if (call.method == "Target.attachToTarget") {
    call.reply(R"({"sessionId":"S"})");
  } else if (call.method == "Network.getResponseBody") {
    call.reply(json{{"body", body}}.dump());
  } else if (call.method == "Runtime.evaluate") {
    const bool markup = call.params.find("pinkoIn(") != std::string::npos;
    const std::string seen = markup ? R"({"matches":1,"tag":"h1","text":"markup"})" : element;
    call.reply(json{{"result", {{"value", seen}}}}.dump());
  } else if (call.method == "Page.captureScreenshot") {
    call.reply(R"({"data":"UE5H"})");
  } else {
    call.reply("{}");
  }
}

}  // namespace pinko::test

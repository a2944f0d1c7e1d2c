#pragma once

#include "checker/probe/http.hpp"

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace pinko::test {

/// An HTTP client that answers as it is told, at once, and keeps what it was asked.
class ToldClient final : public probe::HttpClient {
 public:
  using Answer = std::function<probe::HttpAnswer(const probe::HttpRequest&)>;
  explicit ToldClient(Answer answer)
      : answer_(std::move(answer)) {}

  [[nodiscard]] std::unique_ptr<probe::HttpSession> open() override {
    return std::make_unique<Session>(*this);
  }

  std::vector<probe::HttpRequest> requests;

 private:
  struct Session final : probe::HttpSession {
    explicit Session(ToldClient& the_client)
        : client(the_client) {}
    [[nodiscard]] probe::HttpAnswer send(const probe::HttpRequest& request) override {
      client.requests.push_back(request);
      return client.answer_(request);
    }
    ToldClient& client;
  };

  Answer answer_;
};

}  // namespace pinko::test

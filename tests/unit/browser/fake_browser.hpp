#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace pinko::test {

/// A browser made of rules: the other end of a Link's socket. It notes each command and answers as
/// the rules say; a rule may send events as well, hang up, or say nothing.
class FakeBrowser {
 public:
  /// One command that came, and the way to answer it.
  struct Call {
    FakeBrowser& browser;
    int id = 0;
    std::string method;
    std::string session;
    std::string params;  ///< JSON

    /// `result` is JSON.
    void reply(const std::string& result) const;
    void refuse(const std::string& words) const;
    /// An event of the page's session; `params` is JSON.
    void event(const std::string& name, const std::string& event_params) const;
  };
  using Rule = std::function<void(const Call&)>;

  explicit FakeBrowser(Rule rule);
  ~FakeBrowser();
  FakeBrowser(const FakeBrowser&) = delete;
  FakeBrowser& operator=(const FakeBrowser&) = delete;

  /// The socket for the Link, once.
  [[nodiscard]] int take_socket();

  /// Raw bytes to the Link.
  void send(const std::string& bytes);
  void hang_up();
  [[nodiscard]] std::vector<std::string> methods() const;
  /// Waits until a command of that name has come; false when none does within five seconds.
  [[nodiscard]] bool await_call(const std::string& method) const;

 private:
  void work();
  void take(const std::string& message);

  Rule rule_;
  int ours_ = -1;
  int theirs_ = -1;
  mutable std::mutex mutex_;
  mutable std::condition_variable came_;
  std::vector<std::string> methods_;
  std::thread thread_;
};

/// Answers every command as a browser does that opens the page "F" in the session "S", whose
/// document's text is `body`; whose element is described by `element`.
void answer_usually(const FakeBrowser::Call& call,
                    const std::string& body,
                    const std::string& element);

}  // namespace pinko::test

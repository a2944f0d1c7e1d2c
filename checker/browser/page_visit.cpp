#include "checker/browser/page_visit.hpp"

#include "checker/browser/lender.hpp"
#include "checker/browser/observer.hpp"
#include "checker/browser/page_story.hpp"
#include "checker/browser/workers.hpp"
#include "checker/util/base64.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace pinko::browser {
namespace {

using nlohmann::json;
using Time = Deadline::Clock::time_point;
using Ms = std::chrono::milliseconds;

/// Kept of the time allowed for asking the page what it looks like in the end.
constexpr Ms kLongestEnd{2500};
/// A page that takes longer has its scripts ended; whether they kept it, its work tells.
constexpr Ms kLongestAnswer{1200};
constexpr Ms kFlood{500};  ///< an answer is looked for so long behind its time, among other events
/// Seconds of CPU time; the page of the exercise takes a third of one.
constexpr double kMuchWork = 1;
/// Of a document, for the text before scripts; a longer one has none.
constexpr int kLongestDocument = 4 << 20;

/// The course of one look. Replies that somebody waits for and events of the page come through one
/// mailbox; whoever waits hands what is not for him to take().
class Visit {
 public:
  Visit(Link& link, const PageRequest& request)
      : link_(link),
        request_(request),
        lender_(request.jquery),
        mailbox_(link.open_mailbox()),
        workers_(link, mailbox_),
        began_(Deadline::Clock::now()) {}

  ~Visit() {
    if (!session_.empty()) link_.unroute(session_);
    if (!context_.empty()) post("Target.disposeBrowserContext", {{"browserContextId", context_}});
  }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

  [[nodiscard]] Status open(std::uint16_t proxy_port);
  [[nodiscard]] Status navigate();
  [[nodiscard]] Status watch();
  [[nodiscard]] Result<PageSeen> finish();

 private:
  int post(const std::string& method, const json& params = json::object()) {
    return link_.send(mailbox_, {.method = method, .params = params.dump(), .session = {}});
  }
  int post_to_page(const std::string& method, const json& params = json::object()) {
    return link_.send(mailbox_, {.method = method, .params = params.dump(), .session = session_});
  }
  [[nodiscard]] Result<std::string> ask(int id, Time until);
  [[nodiscard]] std::optional<std::string> ask_page(const std::string& expression, Time until);
  [[nodiscard]] Status gone_or_stopped() const;
  void take(const Event& event);
  void take_reply(const Reply& reply);
  void ask_for_markup();
  [[nodiscard]] bool kept_by_script(Time until);
  [[nodiscard]] bool look_again(Time until);
  void take_screenshot(PageSeen& seen, Time until);

  Link& link_;
  const PageRequest& request_;
  Lender lender_;
  std::shared_ptr<Mailbox> mailbox_;
  Workers workers_;
  Time began_;
  Time ends_ = began_;
  std::string context_;
  std::string session_;
  std::string frame_;
  std::optional<PageStory> story_;
  std::optional<int> world_;  ///< the observer's, in the document that is shown
  std::string markup_of_;     ///< the document whose text was asked for
  std::string markup_body_;   ///< waits for the observer's world
  int navigation_ = 0;        ///< ids of commands whose replies are awaited in passing
  int body_ = 0;
  int markup_ = 0;
  bool timed_out_ = false;
  bool busy_ = false;  ///< a script of its own kept it from answering
};

Status Visit::gone_or_stopped() const {
  if (request_.stop.stop_requested()) {
    return fail(ErrorCode::cancelled, "look at " + request_.url + ": stopped");
  }
  if (mailbox_->closed()) {
    return fail(ErrorCode::browser, "look at " + request_.url + ": the browser ended");
  }
  return {};
}

/// The result of a command, while events go their way; of those a page may make without end.
Result<std::string> Visit::ask(int id, Time until) {
  while (std::optional<Event> event = mailbox_->next(until, request_.stop)) {
    const Reply* reply = std::get_if<Reply>(&*event);
    if (reply == nullptr || reply->id != id) {
      take(*event);
    } else if (reply->error.empty()) {
      return reply->result;
    } else {
      return fail(ErrorCode::browser, "look at " + request_.url + ": " + reply->error);
    }
    if (Deadline::Clock::now() > until + kFlood) break;
  }
  PINKO_TRY(gone_or_stopped());
  return fail(ErrorCode::browser, "look at " + request_.url + ": the browser does not answer");
}

Status Visit::open(std::uint16_t proxy_port) {
  const Time until = request_.deadline.at();
  PINKO_TRY_ASSIGN(const std::string context,
                   ask(post("Target.createBrowserContext",
                            {{"disposeOnDetach", true},
                             {"proxyServer", "socks5://127.0.0.1:" + std::to_string(proxy_port)},
                             {"proxyBypassList", "<-loopback>"}}),
                       until));
  context_ = text_in(context, "browserContextId");
  post("Browser.setDownloadBehavior", {{"behavior", "deny"}, {"browserContextId", context_}});
  PINKO_TRY_ASSIGN(
      const std::string target,
      ask(post("Target.createTarget", {{"url", "about:blank"}, {"browserContextId", context_}}),
          until));
  frame_ = text_in(target, "targetId");
  PINKO_TRY_ASSIGN(
      const std::string attached,
      ask(post("Target.attachToTarget", {{"targetId", frame_}, {"flatten", true}}), until));
  session_ = text_in(attached, "sessionId");
  if (context_.empty() || session_.empty()) {
    return fail(ErrorCode::browser, "open a page: the browser's answers make no sense");
  }
  link_.route(session_, mailbox_);
  story_.emplace(frame_, request_);
  return {};
}

Status Visit::navigate() {
  began_ = Deadline::Clock::now();
  const auto left = std::chrono::duration_cast<Ms>(request_.deadline.at() - began_);
  ends_ = request_.deadline.at() - std::min(kLongestEnd, left / 4);
  for (const char* domain : {"Inspector", "Page", "Runtime", "Log"})
    post_to_page(domain + std::string(".enable"));
  post_to_page(
      "Network.enable",
      {{"maxResourceBufferSize", kLongestDocument}, {"maxTotalBufferSize", 2 * kLongestDocument}});
  workers_.begin(session_);
  for (const Command& lend : lender_.beginning(session_, kObserverWorld))
    link_.send(mailbox_, lend);
  post_to_page("Runtime.addBinding",
               {{"name", kObserverBinding}, {"executionContextName", kObserverWorld}});
  const int ready =
      post_to_page("Page.addScriptToEvaluateOnNewDocument",
                   {{"source", observer_script(request_.selector, request_.caps.text + 1)},
                    {"worldName", kObserverWorld}});
  // The page's own process hears of these later than the browser hears of a navigation.
  PINKO_TRY(ask(ready, request_.deadline.at()));
  navigation_ = post_to_page("Page.navigate", {{"url", request_.url}});
  return {};
}

Status Visit::watch() {
  while (true) {
    const Time now = Deadline::Clock::now();
    const std::optional<Time> rest = story_->rests_at();
    if (rest && *rest <= now) return {};
    timed_out_ = now >= ends_;
    if (timed_out_) return {};
    const std::optional<Event> event =
        mailbox_->next(std::min(rest.value_or(ends_), ends_), request_.stop);
    if (event) take(*event);
    if (!event) PINKO_TRY(gone_or_stopped());
  }
}

void Visit::take(const Event& event) {
  if (!story_) return;
  const Time now = Deadline::Clock::now();
  story_->take(event, now);
  workers_.take(event);
  if (const auto loan = lender_.answer(event, session_)) link_.send(mailbox_, *loan);
  if (const auto* reply = std::get_if<Reply>(&event)) {
    take_reply(*reply);
  } else if (const auto* told = std::get_if<Told>(&event)) {
    auto element = read_description(told->payload);
    if (told->name == kObserverBinding && element) story_->take_element(std::move(*element), now);
  } else if (const auto* made = std::get_if<WorldMade>(&event)) {
    if (made->name == kObserverWorld && made->frame == frame_) world_ = made->id;
  } else if (std::holds_alternative<WorldsCleared>(event)) {
    world_.reset();
  } else if (std::holds_alternative<DialogOpened>(event)) {
    if (story_->too_much()) post_to_page("Runtime.terminateExecution");
    post_to_page("Page.handleJavaScriptDialog", {{"accept", false}});
  }
  ask_for_markup();
}

void Visit::take_reply(const Reply& reply) {
  if (reply.id == navigation_) {
    const std::string error = text_in(reply.result, "errorText");
    if (!error.empty()) story_->take_refusal(at_the_desk(error, request_.url));
  } else if (reply.id == body_) {
    markup_body_ = text_in(reply.result, "body");
  } else if (reply.id == markup_) {
    if (auto element = read_evaluated(reply.result)) {
      story_->take_markup(std::move(*element), Deadline::Clock::now());
    }
  }
}

/// The text before scripts: the document's bytes are asked for once they have come, and parsed
/// anew, in the observer's world, once there is one.
void Visit::ask_for_markup() {
  if (!story_->whole_document().empty() && markup_of_ != story_->whole_document()) {
    markup_of_ = story_->whole_document();
    markup_body_.clear();
    body_ = post_to_page("Network.getResponseBody", {{"requestId", markup_of_}});
  }
  if (world_ && !markup_body_.empty()) {
    const std::string expression = describe_in(std::exchange(markup_body_, {}));
    markup_ = link_.send(mailbox_, evaluation(expression, *world_, session_));
  }
}

std::optional<std::string> Visit::ask_page(const std::string& expression, Time until) {
  if (!world_) return std::nullopt;
  const Time now = Deadline::Clock::now();
  const Time soon = std::min(now + (until - now) / 2, now + kLongestAnswer);
  const int id = link_.send(mailbox_, evaluation(expression, *world_, session_));
  if (Result<std::string> answer = ask(id, soon)) return *answer;
  if (Deadline::Clock::now() < soon) return std::nullopt;  // an error came, or the browser is gone
  busy_ = kept_by_script(until);
  post_to_page("Runtime.terminateExecution");
  if (Result<std::string> answer = ask(id, until)) return *answer;
  return std::nullopt;
}

/// True when a page that does not answer has worked much, and not waited for its turn.
bool Visit::kept_by_script(Time until) {
  const Result<std::string> processes = ask(post("SystemInfo.getProcessInfo"), until);
  return !processes || longest_renderer(*processes).value_or(kMuchWork) >= kMuchWork;
}

/// A last look at the element. False when the page does not answer any more.
bool Visit::look_again(Time until) {
  if (story_->gone() || !story_->document_came()) return false;
  const std::optional<std::string> now = ask_page(describe_now(), until);
  if (!now) return false;
  if (auto seen = read_evaluated(*now))
    story_->take_element(*std::move(seen), Deadline::Clock::now());
  return true;
}

Result<PageSeen> Visit::finish() {
  const Time until = request_.deadline.at();
  const auto waited = Deadline::Clock::now() - began_;
  const bool answers = look_again(until);
  PINKO_TRY(gone_or_stopped());
  PageSeen seen = story_->told(timed_out_, waited);
  seen.still_loading = seen.still_loading && !busy_;
  if (request_.screenshot && answers) take_screenshot(seen, until);
  return seen;
}

void Visit::take_screenshot(PageSeen& seen, Time until) {
  const Result<std::string> taken =
      ask(post_to_page("Page.captureScreenshot", {{"format", "png"}, {"optimizeForSpeed", true}}),
          until);
  if (!taken) return;
  auto picture = from_base64(text_in(*taken, "data"));
  if (picture && picture->size() <= request_.caps.screenshot) {
    seen.screenshot_png = std::move(*picture);
  }
}

}  // namespace

Result<PageSeen> visit_page(Link& link, const PageRequest& request, std::uint16_t proxy_port) {
  PageRequest own = request;
  Visit visit(link, own);
  PINKO_TRY(visit.open(proxy_port));
  const auto left = own.deadline.left();
  if (own.ready.valid()) own.ready.wait();
  own.deadline = Deadline::in(left);
  PINKO_TRY(visit.navigate());
  PINKO_TRY(visit.watch());
  return visit.finish();
}

}  // namespace pinko::browser

#include "checker/browser/page_story.hpp"

#include "checker/browser/hosts.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <string_view>
#include <utility>
#include <variant>

namespace pinko::browser {
namespace {

constexpr std::size_t kRequestsPerListed = 4;

template <class... Takers>
struct Overloaded : Takers... {
  using Takers::operator()...;
};

template <class... Takers>
Overloaded(Takers...) -> Overloaded<Takers...>;

/// The browser asks for the site's icon by itself, now and then: no doing of the page.
bool is_icon(const BrowserRequest& request) {
  return request.type == "Other" && request.url.ends_with("/favicon.ico");
}

bool is_local_data(const std::string& url) {
  return url.starts_with("data:") || url.starts_with("blob:");
}

std::string seconds_text(PageStory::Duration time) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f s", std::chrono::duration<double>(time).count());
  return text.data();
}

std::string cut(const std::string& text, std::size_t size) {
  return text.size() > size ? head(text, size) : text;
}

}  // namespace

std::string at_the_desk(std::string text, const std::string& url) {
  constexpr std::array<std::string_view, 2> kGateRefused = {
      "net::ERR_SOCKS_CONNECTION_FAILED", "net::ERR_SOCKS_CONNECTION_HOST_UNREACHABLE"};
  const std::string_view meant =
      is_own_host(host_of(url)) ? "net::ERR_CONNECTION_REFUSED" : "net::ERR_NAME_NOT_RESOLVED";
  for (const std::string_view refused : kGateRefused) {
    text = replace_all(std::move(text), refused, meant);
  }
  return text;
}

std::string in_words(const std::string& error) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kWords = {{
      {"net::ERR_CONNECTION_REFUSED", "connection refused"},
      {"net::ERR_CONNECTION_RESET", "connection reset"},
      {"net::ERR_CONNECTION_CLOSED", "closed without an answer"},
      {"net::ERR_EMPTY_RESPONSE", "closed without an answer"},
      {"net::ERR_TOO_MANY_REDIRECTS", "redirected without end"},
      {"net::ERR_INVALID_HTTP_RESPONSE", "the answer is not HTTP"},
      {"net::ERR_NAME_NOT_RESOLVED", "no such host here"},
  }};
  for (const auto& [code, words] : kWords) {
    if (error == code) return std::string(words) + " (" + error + ")";
  }
  return error;
}

PageStory::PageStory(std::string frame, PageCaps caps, Patience patience, std::string wanted)
    : frame_(std::move(frame)),
      caps_(caps),
      patience_(patience),
      wanted_(std::move(wanted)) {}

PageStory::PageStory(std::string frame, const PageRequest& request)
    : PageStory(std::move(frame),
                request.caps,
                request.waits_by_clock ? kPatienceByClock : Patience(),
                request.wanted) {}

void PageStory::take(const Event& event, Time now) {
  std::visit(Overloaded{
                 [&](const RequestStarted& started) { start(started, now); },
                 [&](const ResponseCame& came) { answer(came); },
                 [&](const RequestEnded& ended) { end(ended, now); },
                 [&](const DocumentChanged& changed) { change_document(changed, now); },
                 [&](const LoadFired&) {
                   load_fired_ = document_came_;
                   last_change_ = now;
                 },
                 [&](const Printed& printed) { print(printed); },
                 [&](const DialogOpened&) {
                   last_change_ = now;
                   if (++dialogs_ <= caps_.dialogs) return;
                   excess_ = "opened more than " + std::to_string(caps_.dialogs) + " dialogs";
                 },
                 [&](const PageGone& gone) { gone_ = gone.reason.empty() ? "ended" : gone.reason; },
                 [](const auto&) {},
             },
             event);
  look_whether_filled(now);
}

void PageStory::take_element(ElementSeen seen, Time now) {
  element_ = std::move(seen);
  last_change_ = now;
  look_whether_filled(now);
}

void PageStory::take_markup(ElementSeen seen, Time now) {
  markup_ = std::move(seen);
  look_whether_filled(now);
}

void PageStory::take_refusal(const std::string& error) {
  if (!document_came_) refusal_ = error;
}

void PageStory::start(const RequestStarted& started, Time now) {
  if (is_local_data(started.request.url)) return;
  if (BrowserRequest* before = record_of(started.id); before != nullptr) {
    before->status = started.redirect_status;
  }
  Open& open = open_[started.id];
  open.loader = started.loader;
  open.own_doing = is_icon(started.request);
  open.under_way = !open.own_doing;
  open.asked_by_script = started.request.type == "XHR" || started.request.type == "Fetch";
  if (open.asked_by_script) script_asked_ = true;
  open.record.reset();
  if (open.own_doing) return;
  last_change_ = now;
  if (++request_count_ > caps_.requests * kRequestsPerListed) {
    excess_ = "made more than " + std::to_string(request_count_ - 1) + " requests";
  }
  if (requests_.size() >= caps_.requests) return;
  open.record = requests_.size();
  requests_.push_back(started.request);
  requests_.back().url = cut(started.request.url, caps_.url);
  if (const auto early = early_.extract(started.id)) requests_.back().status = early.mapped();
}

void PageStory::answer(const ResponseCame& came) {
  // The raw one of a redirect may come after the request that it led to: never let it speak there.
  if (came.raw && came.status >= 300 && came.status < 400 && came.status != 304) return;
  if (came.raw && !open_.contains(came.id) && early_.size() < caps_.requests) {
    early_[came.id] = came.status;
  }
  BrowserRequest* record = record_of(came.id);
  if (record != nullptr && (!came.raw || record->status == 0)) record->status = came.status;
}

void PageStory::end(const RequestEnded& ended, Time now) {
  const auto found = open_.find(ended.id);
  if (found == open_.end() || found->second.own_doing) return;
  last_change_ = now;
  found->second.under_way = false;
  if (ended.failure.empty()) {
    if (found->second.asked_by_script) asked_something_ = true;
    if (ended.id == document_id_) whole_document_ = ended.id;
  }
  BrowserRequest* record = record_of(ended.id);
  if (record == nullptr || ended.failure.empty()) return;
  record->failure = at_the_desk(ended.failure, record->url);
  record->blocked = ended.blocked;
  if (!ended.cors_error.empty()) record->failure += " (CORS: " + ended.cors_error + ")";
}

void PageStory::change_document(const DocumentChanged& changed, Time now) {
  if (!changed.main_frame || changed.frame != frame_) return;
  if (!document_came_ && changed.url == "about:blank") return;
  last_change_ = now;
  if (++navigations_ > caps_.navigations) {
    excess_ = "left for another address more than " + std::to_string(caps_.navigations) + " times";
  }
  if (!changed.unreachable_url.empty()) {
    if (document_came_) left_for_ = cut(changed.unreachable_url, caps_.url);
    if (!document_came_) return;
  }
  leave_old_document(changed.loader);
  document_came_ = true;
  document_id_ = changed.loader;
  const auto request = open_.find(document_id_);
  if (request != open_.end() && !request->second.under_way) whole_document_ = document_id_;
}

void PageStory::leave_old_document(const std::string& loader) {
  load_fired_ = false;
  element_ = {};
  markup_.reset();
  filled_since_.reset();
  whole_document_.clear();
  for (auto& [id, open] : open_) {
    if (open.loader != loader) open.under_way = false;
  }
}

void PageStory::print(const Printed& printed) {
  const auto request = open_.find(printed.request_id);
  if (request != open_.end() && request->second.own_doing) return;
  if (++console_count_ > caps_.console) return;
  ConsoleMessage message = printed.message;
  if (!printed.request_id.empty()) message.text = at_the_desk(message.text, message.url);
  message.text = cut(message.text, caps_.text);
  message.url = cut(message.url, caps_.url);
  console_.push_back(std::move(message));
}

bool PageStory::filled() const {
  if (trim(element_.text).empty()) return false;
  return asked_something_ || (markup_ && markup_->text != element_.text);
}

bool PageStory::as_wanted() const {
  return wanted_.empty() || trim(element_.text) == wanted_;
}

void PageStory::look_whether_filled(Time now) {
  if (!filled()) filled_since_.reset();
  if (filled() && !filled_since_) filled_since_ = now;
}

BrowserRequest* PageStory::record_of(const std::string& id) {
  const auto found = open_.find(id);
  if (found == open_.end() || !found->second.record) return nullptr;
  return &requests_[*found->second.record];
}

std::optional<PageStory::Time> PageStory::rests_at() const {
  if (gone() || too_much()) return Time::min();
  if (!refusal_.empty()) return last_change_ + patience_.filled;
  if (!document_came_) return std::nullopt;
  const bool idle = std::none_of(
      open_.begin(), open_.end(), [](const auto& entry) { return entry.second.under_way; });
  if (filled_since_ && load_fired_) {
    const bool done = as_wanted();
    const Time busy = *filled_since_ + (done ? patience_.busy : patience_.changing);
    const Time quiet = last_change_ + (done ? patience_.filled : patience_.other);
    return idle ? std::min(quiet, busy) : busy;
  }
  if (filled_since_) return *filled_since_ + patience_.unloaded;
  if (load_fired_ && idle) {
    return last_change_ + (script_asked_ ? patience_.empty : patience_.unasked);
  }
  return std::nullopt;
}

std::string PageStory::problem(bool timed_out, Duration waited) const {
  std::vector<std::string> parts;
  if (!refusal_.empty()) parts.push_back(in_words(refusal_));
  if (gone()) parts.push_back("the page " + gone_);
  if (too_much()) parts.push_back("the page " + excess_);
  if (!left_for_.empty()) parts.push_back("the page left for " + left_for_);
  if (timed_out && parts.empty()) {
    parts.push_back((!document_came_ ? "no answer within "
                     : load_fired_   ? "not at rest after "
                                     : "still loading after ") +
                    seconds_text(waited));
  }
  if (request_count_ > requests_.size()) {
    parts.push_back(std::to_string(request_count_ - requests_.size()) +
                    " further requests are not listed");
  }
  if (console_count_ > console_.size()) {
    parts.push_back(std::to_string(console_count_ - console_.size()) +
                    " further console messages are not listed");
  }
  return join(parts, "; ");
}

PageSeen PageStory::told(bool timed_out, Duration waited) const {
  PageSeen seen;
  seen.loaded = document_came_;
  seen.problem = problem(timed_out, waited);
  seen.endless = excess_;
  seen.still_loading =
      timed_out && !load_fired_ && refusal_.empty() && !gone() && !too_much() && left_for_.empty();
  const auto document = open_.find(document_id_);
  if (document != open_.end() && document->second.record) {
    seen.status = requests_[*document->second.record].status;
  }
  seen.matches = element_.matches;
  seen.tag = element_.tag;
  seen.text = cut(element_.text, caps_.text);
  if (markup_) seen.markup_text = cut(markup_->text, caps_.text);
  seen.requests = requests_;
  seen.console = console_;
  return seen;
}

}  // namespace pinko::browser

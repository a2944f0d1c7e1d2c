#pragma once

#include "checker/browser/browser.hpp"
#include "checker/browser/devtools.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pinko::browser {

/// What a selector finds in a document.
struct ElementSeen {
  int matches = 0;
  std::string tag;
  std::string text;
};

/// How long nothing may move before a page counts as being at rest.
struct Patience {
  using Ms = std::chrono::milliseconds;
  Ms filled = Ms(50);  ///< loaded, the element filled, no request under way
  Ms busy = Ms(600);   ///< the element filled, but something else never ends: from the filling on
  Ms other = Ms(800);  ///< as `filled`, but with another text than the one that is wanted
  Ms changing = Ms(6000);  ///< as `busy`, but with another text: scripts may write it bit by bit
  Ms unloaded = Ms(2000);  ///< the element filled, but the page never finishes to load
  Ms empty = Ms(800);      ///< loaded, no request under way, and the element is not filled
  Ms unasked = Ms(2500);   ///< the same, and no script has asked anything yet: it may wait itself
};

/// For a page whose scripts wait by the clock: about as long as people wait for a page.
inline constexpr Patience kPatienceByClock{.other = Patience::Ms(8000),
                                           .changing = Patience::Ms(8000),
                                           .empty = Patience::Ms(8000),
                                           .unasked = Patience::Ms(8000)};

/// What a page has done so far, from the browser's events alone: a state machine without clock or
/// browser.
class PageStory {
 public:
  using Time = Deadline::Clock::time_point;
  using Duration = Deadline::Clock::duration;

  /// `frame` is the page's main frame; `wanted` is what the element says when all is well, empty
  /// where any text will do.
  PageStory(std::string frame, PageCaps caps, Patience patience = {}, std::string wanted = {});
  /// With the patience that the page asked for needs.
  PageStory(std::string frame, const PageRequest& request);

  void take(const Event& event, Time now);
  /// The element as it stands now.
  void take_element(ElementSeen seen, Time now);
  /// The element as the current document's own text has it.
  void take_markup(ElementSeen seen, Time now);
  /// The page could not be asked for at all, with the browser's error.
  void take_refusal(const std::string& error);

  /// When the page will be at rest if nothing further happens; nothing: not before something does.
  [[nodiscard]] std::optional<Time> rests_at() const;

  [[nodiscard]] bool gone() const { return !gone_.empty(); }
  [[nodiscard]] bool too_much() const { return !excess_.empty(); }
  /// The id of the document's own request once all of it came; changes with each navigation.
  [[nodiscard]] const std::string& whole_document() const { return whole_document_; }
  [[nodiscard]] bool document_came() const { return document_came_; }

  /// All of it, with the caps' words; `timed_out` is how the waiting ended.
  [[nodiscard]] PageSeen told(bool timed_out, Duration waited) const;

 private:
  void start(const RequestStarted& started, Time now);
  void answer(const ResponseCame& came);
  void end(const RequestEnded& ended, Time now);
  void change_document(const DocumentChanged& changed, Time now);
  void print(const Printed& printed);
  [[nodiscard]] bool filled() const;
  [[nodiscard]] bool as_wanted() const;
  [[nodiscard]] BrowserRequest* record_of(const std::string& id);
  void look_whether_filled(Time now);
  void leave_old_document(const std::string& loader);
  [[nodiscard]] std::string problem(bool timed_out, Duration waited) const;

  struct Open {
    std::optional<std::size_t> record;  ///< in requests_, where it is listed
    std::string loader;
    bool asked_by_script = false;
    bool under_way = true;
    bool own_doing = false;  ///< the browser's own idea, not the page's
  };

  std::string frame_;
  PageCaps caps_;
  Patience patience_;
  std::string wanted_;
  std::map<std::string, Open> open_;  ///< by the request's id
  std::map<std::string, int> early_;  ///< raw statuses that came before their requests, by id
  std::vector<BrowserRequest> requests_;
  std::vector<ConsoleMessage> console_;
  std::size_t request_count_ = 0;
  std::size_t console_count_ = 0;
  std::size_t navigations_ = 0;
  std::size_t dialogs_ = 0;
  bool asked_something_ = false;  ///< a request of a script was answered
  bool script_asked_ = false;     ///< whether anything came of it or not
  bool document_came_ = false;
  bool load_fired_ = false;
  std::string document_id_;
  std::string whole_document_;
  std::string refusal_;
  std::string gone_;  ///< how the page itself ended
  std::string excess_;
  std::string left_for_;  ///< an address that the page went to and that could not be shown
  ElementSeen element_;
  std::optional<ElementSeen> markup_;
  Time last_change_{};
  std::optional<Time> filled_since_;
};

/// The failure that a browser at the student's own desk would show. Our pages reach the network
/// through a gate, whose refusals the browser reports in one word for all; `url` tells them apart.
[[nodiscard]] std::string at_the_desk(std::string text, const std::string& url);

/// An error of the network stack in words, for what has them: "connection refused
/// (net::ERR_CONNECTION_REFUSED)".
[[nodiscard]] std::string in_words(const std::string& error);

}  // namespace pinko::browser

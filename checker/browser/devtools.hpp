#pragma once

#include "checker/core/observation.hpp"
#include "checker/core/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// The messages of the Chrome DevTools protocol that a look at a page needs, as plain values. What
/// the protocol's own pages call by other names is said beside it.
namespace pinko::browser {

/// The answer to a command of ours.
struct Reply {
  int id = 0;
  std::string result;  ///< JSON; empty when there is an error
  std::string error;   ///< the browser's words
};

/// Network.requestWillBeSent. A redirect starts the same id again.
struct RequestStarted {
  std::string id = {};
  std::string loader = {};  ///< equal to `id` for the document itself
  std::string frame = {};
  BrowserRequest request = {};
  int redirect_status = 0;  ///< what the address before this one answered, when that led here
};

/// Network.responseReceived, or its ExtraInfo, which also comes for answers that CORS withholds.
struct ResponseCame {
  std::string id;
  int status = 0;
  bool raw = false;  ///< from the ExtraInfo
};

/// Network.loadingFinished or loadingFailed.
struct RequestEnded {
  std::string id = {};
  std::string failure = {};     ///< empty when all came
  std::string blocked = {};     ///< "cors", or the protocol's blockedReason
  std::string cors_error = {};  ///< "MissingAllowOriginHeader" …
};

/// Page.frameNavigated: a frame shows another document from now on.
struct DocumentChanged {
  std::string frame = {};
  std::string loader = {};
  std::string url = {};
  bool main_frame = false;
  std::string unreachable_url =
      {};  ///< what could not be shown, when the document is an error page
};

/// Page.loadEventFired.
struct LoadFired {};

/// Runtime.executionContextCreated.
struct WorldMade {
  int id = 0;
  std::string name;
  std::string frame;
};

/// Runtime.executionContextsCleared.
struct WorldsCleared {};

/// Runtime.bindingCalled: a script of ours speaks.
struct Told {
  std::string name;
  std::string payload;
};

/// Runtime.consoleAPICalled, Runtime.exceptionThrown or Log.entryAdded.
struct Printed {
  ConsoleMessage message = {};
  std::string request_id =
      {};  ///< of the request that the browser itself complains about, else empty
};

/// Page.javascriptDialogOpening.
struct DialogOpened {
  std::string type;
};

/// Fetch.requestPaused: the request waits for an answer of ours.
struct RequestPaused {
  std::string id;
  std::string url;
};

/// Target.attachedToTarget: a worker of the page has begun, and waits until it is told to run.
struct WorkerAttached {
  std::string session = {};
};

/// Inspector.targetCrashed, or Inspector.detached.
struct PageGone {
  std::string reason = {};
};

/// Anything that a look at a page need not know.
struct Ignored {};

using Event = std::variant<Ignored,
                           Reply,
                           RequestStarted,
                           ResponseCame,
                           RequestEnded,
                           DocumentChanged,
                           LoadFired,
                           WorldMade,
                           WorldsCleared,
                           Told,
                           Printed,
                           DialogOpened,
                           RequestPaused,
                           WorkerAttached,
                           PageGone>;

/// One message from the browser.
struct Message {
  std::string session;  ///< empty: from the browser as a whole
  Event event;
};

/// Reads one message, without its NUL. Error `browser` when it is not JSON or has no shape that the
/// protocol knows; what is merely missing in it is left empty.
[[nodiscard]] Result<Message> parse_message(std::string_view text);

/// A member of a reply's result that is a text; empty when there is none.
[[nodiscard]] std::string text_in(const std::string& result, const char* name);

/// The CPU time, in seconds, of the page process that used most, from a reply to
/// SystemInfo.getProcessInfo; nothing where it lists none.
[[nodiscard]] std::optional<double> longest_renderer(const std::string& result);

/// A command of ours to the browser.
struct Command {
  std::string method;
  std::string params = "{}";  ///< JSON
  std::string session = {};   ///< empty: to the browser as a whole
};

/// As it goes over the wire, without its NUL.
[[nodiscard]] std::string wire_text(int id, const Command& command);

}  // namespace pinko::browser

#include "checker/browser/workers.hpp"

#include <utility>
#include <variant>

namespace pinko::browser {

Workers::Workers(Link& link, std::shared_ptr<Mailbox> mailbox)
    : link_(link),
      mailbox_(std::move(mailbox)) {}

Workers::~Workers() {
  for (const std::string& session : sessions_)
    link_.unroute(session);
}

void Workers::begin(const std::string& session) {
  link_.send(mailbox_,
             {.method = "Target.setAutoAttach",
              .params = R"({"autoAttach":true,"waitForDebuggerOnStart":true,"flatten":true})",
              .session = session});
}

void Workers::take(const Event& event) {
  constexpr std::size_t kMost = 100;
  const auto* begun = std::get_if<WorkerAttached>(&event);
  if (begun == nullptr || begun->session.empty()) return;
  if (sessions_.size() < kMost) {
    sessions_.push_back(begun->session);
    link_.route(begun->session, mailbox_);
    begin(begun->session);
    link_.send(mailbox_, {.method = "Network.enable", .session = begun->session});
  }
  link_.send(mailbox_, {.method = "Runtime.runIfWaitingForDebugger", .session = begun->session});
}

}  // namespace pinko::browser

#include "checker/expect/reason.hpp"

#include "checker/expect/messages/messages.hpp"

#include <utility>

namespace pinko::expect {

Reason reason_of(const Message& message) {
  return {.id = std::string(message.id),
          .cause = std::string(message.words),
          .hint = std::string(message.step)};
}

void explain(Finding& finding, Reason reason) {
  if (reason.empty()) return;
  finding.cause_id = std::move(reason.id);
  finding.cause = std::move(reason.cause);
  finding.hint = std::move(reason.hint);
  finding.particulars = std::move(reason.particulars);
  if (!reason.corrected.empty()) {
    finding.corrected = std::move(reason.corrected);
    finding.placement = std::move(reason.placement);
  }
  if (!reason.where.empty()) finding.where = std::move(reason.where);
  for (std::string& name : reason.follows)
    finding.follows.push_back(std::move(name));
}

}  // namespace pinko::expect

#pragma once

#include "checker/browser/link.hpp"

#include <memory>
#include <string>
#include <vector>

namespace pinko::browser {

/// The workers that a page starts: what they ask for is the page's asking as well, and comes from
/// sessions of their own.
class Workers {
 public:
  Workers(Link& link, std::shared_ptr<Mailbox> mailbox);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// From now on workers of the session's target wait until they are looked at.
  void begin(const std::string& session);
  /// Lets a worker that has begun run, its requests in sight.
  void take(const Event& event);

 private:
  Link& link_;
  std::shared_ptr<Mailbox> mailbox_;
  std::vector<std::string> sessions_;
};

}  // namespace pinko::browser

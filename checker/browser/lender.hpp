#pragma once

#include "checker/browser/devtools.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Pages of the exercise may load jQuery from the internet, which our browser does not reach. It is
/// lent the distribution's jQuery in its place, so that such a page can be looked at as well.
namespace pinko::browser {

/// True for the address of a whole jQuery of a release that there is, on one of the usual servers.
/// Not for the slim build, which lacks $.ajax: a page with that one has to fail here as well.
[[nodiscard]] bool is_lent(std::string_view url);

class Lender {
 public:
  /// Lends nothing where there is no such file.
  explicit Lender(const std::filesystem::path& jquery);

  /// What makes the browser ask before a page fetches such an address, and take what is lent
  /// although the page names a checksum (`integrity`), which is another release's. Nothing where
  /// nothing is lent. `session` is the page's, `world` any of its own that shares the elements.
  [[nodiscard]] std::vector<Command> beginning(const std::string& session,
                                               std::string_view world) const;

  /// The answer to an event that asks so; nothing to any other.
  [[nodiscard]] std::optional<Command> answer(const Event& event, const std::string& session) const;

 private:
  std::string body_;
};

}  // namespace pinko::browser

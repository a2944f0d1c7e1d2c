#pragma once

#include "checker/report/writer.hpp"

#include <map>
#include <string>
#include <string_view>

namespace pinko::report {

/// Names of findings that stay the same when lines move: a hash of the rule, the path and the text,
/// and of how many such came before. Of the text, numbers, white space and letter case count for
/// nothing.
class Ordinals {
 public:
  [[nodiscard]] std::string fingerprint(const std::string& rule,
                                        const std::string& path,
                                        const std::string& text);

 private:
  std::map<std::string, int> seen_;
};

/// True when a path of the submission leads nowhere out of the repository.
[[nodiscard]] bool stays_inside(std::string_view path);

/// A path as a relative URI reference (RFC 3986): every byte that is not plain is encoded.
[[nodiscard]] std::string uri_of(std::string_view path);

/// A word that no submission can know before the report is written: the caller's random one, else
/// one that depends on all of the report, times included.
[[nodiscard]] std::string unguessable(const Report& report, const WriteOptions& options);

}  // namespace pinko::report

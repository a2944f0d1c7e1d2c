#include "checker/report/fingerprint.hpp"

#include "checker/report/formats.hpp"
#include "checker/util/sha256.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::report {

namespace {

/// A text without what changes from run to run though the finding is the same: numbers, white
/// space, letter case.
std::string normalised(std::string_view text) {
  std::string plain;
  for (const char byte : to_lower(text)) {
    const bool digit = byte >= '0' && byte <= '9';
    const bool space = byte == ' ' || byte == '\t' || byte == '\n';
    const char kept = digit ? '0' : space ? ' ' : byte;
    const bool again = (digit || space) && !plain.empty() && plain.back() == kept;
    if (!again) plain += kept;
  }
  return plain;
}

}  // namespace

std::string Ordinals::fingerprint(const std::string& rule,
                                  const std::string& path,
                                  const std::string& text) {
  const std::string key = rule + '\n' + path + '\n' + normalised(text);
  const int before = seen_[key]++;
  return sha256(key + '\n' + std::to_string(before)).substr(0, 32);
}

bool stays_inside(std::string_view path) {
  if (path.empty() || path.starts_with('/')) return false;
  const std::vector<std::string_view> parts = split(path, '/');
  return std::ranges::find(parts, "..") == parts.end();
}

std::string uri_of(std::string_view path) {
  return percent_encoded(path, "-._~/");
}

std::string unguessable(const Report& report, const WriteOptions& options) {
  if (!options.token.empty()) return options.token;
  return sha256("pinko-check\n" + json(report, {})).substr(0, 32);
}

}  // namespace pinko::report

#include "checker/core/check.hpp"

#include <utility>

namespace pinko {

Finding passed(std::string actual, std::vector<std::string> notes) {
  Finding finding;
  finding.kind = Finding::Kind::passed;
  finding.actual = std::move(actual);
  finding.notes = std::move(notes);
  return finding;
}

Finding failed(std::string expected, std::string actual, std::vector<Location> where) {
  Finding finding;
  finding.expected = std::move(expected);
  finding.actual = std::move(actual);
  finding.where = std::move(where);
  return finding;
}

Finding unstable(std::string expected, std::string actual) {
  Finding finding = failed(std::move(expected), std::move(actual));
  finding.kind = Finding::Kind::unstable;
  return finding;
}

Finding blocked(std::string reason) {
  Finding finding;
  finding.kind = Finding::Kind::blocked;
  finding.cause = std::move(reason);
  return finding;
}

Finding errored(ErrorCode error, std::string cause, std::string remedy) {
  Finding finding;
  finding.kind = Finding::Kind::errored;
  finding.error = error;
  finding.cause = std::move(cause);
  finding.hint = std::move(remedy);
  return finding;
}

}  // namespace pinko

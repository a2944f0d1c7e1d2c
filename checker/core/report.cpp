#include "checker/core/report.hpp"

#include <algorithm>

namespace pinko {

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "passed";
    case Outcome::failed:
      return "failed";
    case Outcome::skipped:
      return "skipped";
    case Outcome::errored:
      return "errored";
    case Outcome::refused:
      return "refused";
    case Outcome::unstable:
      return "unstable";
  }
  return "errored";
}

bool counts(const Verdict& verdict, const std::vector<Verdict>& all) {
  switch (verdict.outcome) {
    case Outcome::passed:
    case Outcome::failed:
    case Outcome::refused:
      return true;
    case Outcome::errored:
    case Outcome::unstable:
      return false;
    case Outcome::skipped: {
      const auto root = std::ranges::find(all, verdict.waits_for, &Verdict::id);
      return root == all.end() || root->outcome == Outcome::failed ||
             root->outcome == Outcome::refused;
    }
  }
  return false;
}

int exit_code(const Report& report) {
  switch (report.outcome) {
    case Outcome::passed:
      return 0;
    case Outcome::failed:
    case Outcome::skipped:
      return 1;
    case Outcome::refused:
      return 4;
    case Outcome::errored:
    case Outcome::unstable:
      return 3;
  }
  return 3;
}

}  // namespace pinko

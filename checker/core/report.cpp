#include "checker/core/report.hpp"

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

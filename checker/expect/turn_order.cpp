#include "checker/expect/turn_order.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace pinko::expect {
namespace {

/// By how many requests two replicas differ in the stretch of a row where they differ most.
int widest_gap(const Turns& row, int one, int other) {
  int now = 0;
  int least = 0;
  int most = 0;
  for (const int who : row.who) {
    if (who == one) ++now;
    if (who == other) --now;
    least = std::min(least, now);
    most = std::max(most, now);
  }
  return most - least;
}

}  // namespace

std::size_t unknowns(const Turns& row) {
  return static_cast<std::size_t>(std::ranges::count_if(row.who, [](int who) { return who < 0; }));
}

RowSays in_order(const Turns& row, int replicas) {
  const auto n = static_cast<std::size_t>(replicas);
  if (row.who.size() < kLeastRequests) return RowSays::unknown;
  std::vector<int> order(n, -1);
  for (std::size_t i = 0; i < row.who.size(); ++i) {
    int& expected = order[i % n];
    if (row.who[i] < 0) continue;
    if (expected < 0) expected = row.who[i];
    if (expected != row.who[i]) return RowSays::no;
  }
  const std::set<int> distinct(order.begin(), order.end());
  if (10 * unknowns(row) > row.who.size()) {
    const bool repeats = distinct.size() < n && !distinct.contains(-1);
    return repeats ? RowSays::no : RowSays::unknown;
  }
  return distinct.size() == n && !distinct.contains(-1) ? RowSays::yes : RowSays::no;
}

RowSays in_order_by_workers(const Turns& row, int replicas, int workers) {
  if (row.who.size() < kLeastRequests || 10 * unknowns(row) > row.who.size()) {
    return RowSays::unknown;
  }
  const int limit = workers + static_cast<int>(unknowns(row));
  for (int one = 0; one < replicas; ++one) {
    if (std::ranges::find(row.who, one) == row.who.end()) return RowSays::no;
    for (int other = 0; other < one; ++other) {
      if (widest_gap(row, one, other) > limit) return RowSays::no;
    }
  }
  return RowSays::yes;
}

}  // namespace pinko::expect

#include "checker/util/nearest.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace pinko {

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t most) {
  const std::size_t far = most + 1;
  if (a.size() < b.size()) std::swap(a, b);
  if (a.size() - b.size() > most) return far;
  // Row by row, and of each row only the columns that fewer than `far` steps can lead to.
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    const std::size_t first = i > far ? i - most : 1;
    const std::size_t last = std::min(b.size(), i + most);
    std::size_t diagonal = row[first - 1];
    std::size_t left = first == 1 ? i : far;
    std::size_t least = left;
    row[first - 1] = left;
    for (std::size_t j = first; j <= last; ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      left = std::min({changed, left + 1, diagonal + 1});
      row[j] = left;
      least = std::min(least, left);
    }
    if (least > most) return far;
  }
  return std::min(row.back(), far);
}

std::string nearest(std::string_view word, std::span<const std::string> words) {
  std::string best;
  std::size_t least = std::clamp<std::size_t>(word.size() / 3, 2, 20) + 1;
  for (const std::string& candidate : words) {
    const std::size_t distance = edit_distance(candidate, word, least);
    if (distance >= least || distance >= candidate.size()) continue;
    least = distance;
    best = candidate;
  }
  return best;
}

}  // namespace pinko

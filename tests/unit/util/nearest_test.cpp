#include "checker/util/nearest.hpp"

#include "tests/support/catch.hpp"

#include <random>
#include <vector>

using namespace pinko;

namespace {

/// The distance by its definition, over all cells.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> cells(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cells[i][j] = i + j;
        continue;
      }
      const std::size_t changed = cells[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cells[i][j] = std::min({changed, cells[i - 1][j] + 1, cells[i][j - 1] + 1});
    }
  }
  return cells[a.size()][b.size()];
}

}  // namespace

TEST_CASE("letters between two words are counted up to a bound") {
  CHECK(edit_distance("", "", 0) == 0);
  CHECK(edit_distance("", "ab", 2) == 2);
  CHECK(edit_distance("ab", "", 1) == 2);
  CHECK(edit_distance("back-end", "backend", 2) == 1);
  CHECK(edit_distance("kitten", "sitting", 5) == 3);
  CHECK(edit_distance("kitten", "sitting", 3) == 3);
  CHECK(edit_distance("kitten", "sitting", 2) == 3);
  CHECK(edit_distance("kitten", "sitting", 1) == 2);
  CHECK(edit_distance("kitten", "sitting", 0) == 1);
}

TEST_CASE("any two words are as far apart as the definition says") {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same words in every run
  const auto word = [&random] {
    std::string text(random() % 9, ' ');
    for (char& letter : text)
      letter = static_cast<char>('a' + random() % 3);
    return text;
  };
  for (int i = 0; i < 20'000; ++i) {
    const std::string a = word();
    const std::string b = word();
    const std::size_t most = random() % 9;
    CAPTURE(a, b, most);
    REQUIRE(edit_distance(a, b, most) == std::min(distance(a, b), most + 1));
  }
}

TEST_CASE("names as long as a file are compared in time") {
  const std::string one = std::string(300'000, 'a') + "bcd";
  const std::string other = "xyz" + std::string(300'000, 'a');
  CHECK(edit_distance(one, other, 4) == 5);
  CHECK(edit_distance(one, other, 6) == 6);
  CHECK(nearest(one, std::vector<std::string>{std::string(300'000, 'q'), other}) == other);
}

TEST_CASE("the nearest word is the one that was probably meant") {
  const std::vector<std::string> words{"build", "ports", "depends_on"};
  CHECK(nearest("biuld", words) == "build");
  CHECK(nearest("depend_on", words) == "depends_on");
  CHECK(nearest("command", words).empty());
  CHECK(nearest("", words).empty());
}

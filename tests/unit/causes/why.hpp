#pragma once

#include "checker/core/cause.hpp"
#include "checker/core/report.hpp"
#include "checker/expect/messages/messages.hpp"
#include "tests/tasks/tables.hpp"

#include <string>
#include <vector>

/// How the tests of the causes speak.
namespace pinko::test {

/// The verdict of a check that looked at this, with its cause. What passes has none.
[[nodiscard]] Verdict why(std::string_view check,
                          const Observation& seen,
                          const Sources& task = {},
                          const Sources* before = nullptr);

/// What one check looked at, and the files beside it.
struct Look {
  const char* check = "";
  Observation seen;
  Sources task = {};
};

/// The API of task 1 ended after this log, and a file says something else.
[[nodiscard]] Look ends(const char* path, const char* from, const char* to, std::string log = {});

/// The front end of task 2 ended after this log.
[[nodiscard]] Look site_ends(Sources task, std::string log = {});

/// The image of task 1 was not built, with this in its Dockerfile.
[[nodiscard]] Look not_built(const char* from,
                             const std::string& to,
                             std::string output,
                             std::string step = {});

/// Compose refuses task 4's file, in which something else stands.
[[nodiscard]] Look refused(const char* from, const char* to, std::string message);

/// A cause, a look that has it, one that nearly has it, and words of the corrected lines.
struct Example {
  const char* id = "";
  Look look;
  Look near_miss;
  const char* corrected = "";
};

/// Holds the examples against the table.
void check_examples(const std::vector<Example>& examples);

/// A message, as its program prints it, and one that is nearly the same.
struct Sample {
  const char* id = "";
  const char* text = "";
  const char* near_miss = "";
};
void check_samples(std::span<const expect::Message> rows, const std::vector<Sample>& samples);

/// A file that is there, at its place in a task.
[[nodiscard]] Sources only(int task, const std::string& path, std::string text);

}  // namespace pinko::test

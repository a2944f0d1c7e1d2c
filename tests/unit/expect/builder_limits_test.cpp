#include "checker/expect/builder_limits.hpp"

#include "tests/support/catch.hpp"

using namespace pinko;
using discovery::Dockerfile;

namespace {

Dockerfile copying_text() {
  return discovery::parse_dockerfile("FROM ubuntu\nCOPY <<EOF /greeting\nHello\nEOF\n");
}

std::string lack(std::string_view output, const Dockerfile& file, int line = 0) {
  const auto found = expect::beyond_builder(output, file, &file.instructions.back(), line);
  return found ? found->what : "";
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("what only BuildKit can do is not the student's fault on a machine that lacks it") {
  const Dockerfile file = discovery::parse_dockerfile("FROM ubuntu\nCOPY --chmod=755 a /a\n");
  const std::string output =
      "Use the --break-system-packages flag\n"
      "Step 2/2 : COPY --chmod=755 a /a\n"
      "the --chmod option requires BuildKit. Refer to its documentation\n";
  CHECK(holds(lack(output, file), "the option --chmod needs BuildKit"));
  CHECK(lack("Step 2/2 : COPY --chmod=755 a /a\nCOPY failed: no such file\n", file).empty());
  CHECK(holds(lack("COPY failed: no source files were specified\n", copying_text()),
              "a here-document behind COPY needs BuildKit"));
  CHECK(lack("COPY failed: no source files were specified\n", file).empty());
}

TEST_CASE("options that a builder is too old for are not the student's fault") {
  const Dockerfile file =
      discovery::parse_dockerfile("FROM ubuntu\nRUN --link true\nCOPY --link a /a\n");
  const auto unknown = [](const std::string& flag, int line) {
    return "failed to solve: dockerfile parse error line " + std::to_string(line) +
           ": Unknown flag: " + flag + "\n";
  };
  CHECK(holds(lack(unknown("link", 3), file, 3), "does not know the option --link"));
  CHECK(lack(unknown("link", 2), file, 2).empty());   // RUN has no such option anywhere
  CHECK(lack(unknown("chwon", 3), file, 3).empty());  // and nobody has this one
}

TEST_CASE("builders before here-documents take their lines for instructions") {
  const std::string output = "dockerfile parse error line 3: unknown instruction: HELLO\n";
  CHECK(holds(lack(output, copying_text(), 3), "no here-documents"));
  CHECK(lack(output, copying_text(), 1).empty());
  const std::string from =
      "dockerfile parse error line 3: FROM requires either one or three arguments";
  CHECK(holds(lack(from, copying_text(), 3), "no here-documents"));
  CHECK(lack(from, copying_text(), 1).empty());
}

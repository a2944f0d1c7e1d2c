#include "checker/app/terminal.hpp"

#include "tests/support/catch.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace pinko::app;

namespace {

/// A terminal that nobody looks at, of a width of our choice.
class PretendTerminal {
 public:
  explicit PretendTerminal(unsigned short columns) {
    REQUIRE(grantpt(controller_) == 0);
    REQUIRE(unlockpt(controller_) == 0);
    terminal_ = open(ptsname(controller_), O_RDWR | O_NOCTTY);
    REQUIRE(terminal_ >= 0);
    const winsize size{.ws_row = 24, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
    REQUIRE(ioctl(terminal_, TIOCSWINSZ, &size) == 0);
  }
  ~PretendTerminal() {
    close(terminal_);
    close(controller_);
  }
  PretendTerminal(const PretendTerminal&) = delete;
  PretendTerminal& operator=(const PretendTerminal&) = delete;

  [[nodiscard]] int descriptor() const { return terminal_; }

 private:
  int controller_ = posix_openpt(O_RDWR | O_NOCTTY);
  int terminal_ = -1;
};

/// What the environment says of colours, for one test.
void set_colors(const char* no_color, const char* force, const char* term = "xterm") {
  setenv("NO_COLOR", no_color, 1);
  setenv("CLICOLOR_FORCE", force, 1);
  setenv("TERM", term, 1);
}

}  // namespace

TEST_CASE("a terminal has colours unless NO_COLOR is set, to whatever it is set") {
  const PretendTerminal terminal(80);
  set_colors("", "");
  CHECK(ask_terminal(terminal.descriptor(), Color::automatic).color);
  for (const char* value : {"1", "0", "no"}) {
    set_colors(value, "");
    CHECK_FALSE(ask_terminal(terminal.descriptor(), Color::automatic).color);
    CHECK(ask_terminal(terminal.descriptor(), Color::always).color);
  }
}

TEST_CASE("a file or pipe has none unless CLICOLOR_FORCE is set, to anything but 0") {
  const int pipe_like = open("/dev/null", O_WRONLY);
  set_colors("", "");
  CHECK_FALSE(ask_terminal(pipe_like, Color::automatic).color);
  CHECK_FALSE(ask_terminal(pipe_like, Color::automatic).is_terminal);
  CHECK(ask_terminal(pipe_like, Color::automatic).width == 80);
  set_colors("", "0");
  CHECK_FALSE(ask_terminal(pipe_like, Color::automatic).color);
  set_colors("", "1");
  CHECK(ask_terminal(pipe_like, Color::automatic).color);
  CHECK_FALSE(ask_terminal(pipe_like, Color::never).color);
  set_colors("1", "1");
  CHECK_FALSE(ask_terminal(pipe_like, Color::automatic).color);
  close(pipe_like);
}

TEST_CASE("the width is the terminal's, within reason") {
  set_colors("", "");
  for (const auto& [columns, width] :
       {std::pair{60, 60}, {80, 80}, {300, 100}, {10, 80}, {0, 80}}) {
    const PretendTerminal terminal(static_cast<unsigned short>(columns));
    CHECK(ask_terminal(terminal.descriptor(), Color::automatic).width == width);
  }
}

TEST_CASE("a dumb terminal gets neither colours nor lines that change") {
  const PretendTerminal terminal(80);
  set_colors("", "", "dumb");
  CHECK_FALSE(ask_terminal(terminal.descriptor(), Color::automatic).is_terminal);
  CHECK_FALSE(ask_terminal(terminal.descriptor(), Color::automatic).color);
}

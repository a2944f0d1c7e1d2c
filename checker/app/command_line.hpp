#pragma once

#include "checker/app/command_table.hpp"
#include "checker/app/options.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::app {

/// The command line: CLI11 parses it, and the table says what CLI11 was told.
class CommandLine {
 public:
  CommandLine();
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  /// How reading went. Where it went wrong, `message` says so, with what was probably meant.
  struct Outcome {
    enum class Kind { options, help, version, wrong };
    Kind kind = Kind::options;
    Options options;
    std::string command;  ///< its name, of which help is wanted
    std::string message;
  };

  /// Reads arguments; `argv[0]` is left out of account. To be called once.
  [[nodiscard]] Outcome read(int argc, const char* const* argv);

  [[nodiscard]] const CommandTable& table() const;

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

/// What CLI11 is told of, without reading anything.
[[nodiscard]] CommandTable command_table();

}  // namespace pinko::app

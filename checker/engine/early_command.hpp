#pragma once

#include "checker/engine/command_runner.hpp"

#include <future>
#include <stop_token>
#include <string>
#include <string_view>

namespace pinko::engine {

/// A command that begins before what it will read from its stdin is known, because it takes long to
/// start. It is ended where it is never given anything.
class EarlyCommand {
 public:
  /// Starts it; `command.input` is for finish() to give.
  EarlyCommand(CommandRunner& runner, Command command);
  ~EarlyCommand();
  EarlyCommand(const EarlyCommand&) = delete;
  EarlyCommand& operator=(const EarlyCommand&) = delete;
  EarlyCommand(EarlyCommand&&) = delete;
  EarlyCommand& operator=(EarlyCommand&&) = delete;

  /// Gives it its whole input and waits for its end, until the deadline. Once.
  [[nodiscard]] Result<CommandOutcome> finish(const std::string& input, Deadline deadline);

 private:
  [[nodiscard]] bool give(std::string_view input, Deadline deadline) const;

  int ours_ = -1;
  std::stop_source end_;
  std::stop_token stop_;  ///< the caller's
  std::future<Result<CommandOutcome>> ran_;
};

}  // namespace pinko::engine

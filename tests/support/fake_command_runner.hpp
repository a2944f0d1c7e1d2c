#pragma once

#include "checker/engine/command_runner.hpp"

#include <deque>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace pinko::test {

/// Records every command and answers with what the test lined up; with success and no output once
/// that has run out.
class FakeCommandRunner final : public engine::CommandRunner {
 public:
  [[nodiscard]] Result<engine::CommandOutcome> run(const engine::Command& command) override {
    const std::lock_guard lock(mutex_);
    commands.push_back(command);
    if (answer) return answer(command);
    if (answers.empty()) return engine::CommandOutcome{};
    Result<engine::CommandOutcome> next = std::move(answers.front());
    answers.pop_front();
    return next;
  }

  std::vector<engine::Command> commands;
  std::deque<Result<engine::CommandOutcome>> answers;
  std::function<Result<engine::CommandOutcome>(const engine::Command&)> answer;  ///< goes first

 private:
  std::mutex mutex_;
};

}  // namespace pinko::test

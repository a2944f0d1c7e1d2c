#include "checker/grade/statement.hpp"

#include "checker/util/sha256.hpp"

namespace pinko::grade {

std::string statement_digest(std::span<const Task> tasks) {
  std::string text;
  const auto add = [&text](std::string_view part) { text.append(part).push_back('\n'); };
  for (const Task& task : tasks) {
    add(std::to_string(task.number));
    add(task.title);
    for (const Check& check : task.checks) {
      add(check.text.id);
      add(std::to_string(check.text.points));
      add(check.text.title);
      add(check.text.needs);
      add(describe(check.probe));
    }
  }
  return sha256(text);
}

}  // namespace pinko::grade

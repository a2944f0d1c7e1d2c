#include "checker/app/command_table.hpp"

#include "checker/report/writer.hpp"
#include "checker/util/text.hpp"
#include "tasks/tasks.hpp"

#include <algorithm>

namespace pinko::app {

std::vector<std::string> OptionRow::spellings() const {
  std::vector<std::string> all;
  for (const std::string_view name : split(names, ','))
    all.emplace_back(name);
  return all;
}

std::string OptionRow::shown() const {
  const std::string spelled = join(spellings(), ", ");
  return value.empty() ? spelled : spelled + ' ' + value;
}

std::vector<OptionRow> CommandRow::rows() const {
  std::vector<OptionRow> all;
  for (const OptionGroup& group : groups)
    all.insert(all.end(), group.rows.begin(), group.rows.end());
  return all;
}

const CommandRow* CommandTable::find(std::string_view name) const {
  if (name.empty()) return &grade;
  const auto found = std::ranges::find(commands, name, &CommandRow::name);
  return found == commands.end() ? nullptr : &*found;
}

ValueWords value_words() {
  ValueWords words;
  for (const Task& task : tasks::all_tasks()) {
    words["TASK"].push_back({"task" + std::to_string(task.number), std::string(task.title)});
    for (const Check& check : task.checks)
      words["ID"].push_back({std::string(check.text.id), std::string(check.text.title)});
  }
  words["TASK"].push_back({"all", "every task"});
  for (const report::Writer& writer : report::all_writers()) {
    words["FMT[:FILE]"].push_back({std::string(writer.name), std::string(writer.description)});
  }
  words["WHEN"] = {{"auto", "on a terminal"}, {"always", "everywhere"}, {"never", "nowhere"}};
  words["SHELL"] = {{"bash", ""}, {"zsh", ""}, {"fish", ""}};
  return words;
}

}  // namespace pinko::app

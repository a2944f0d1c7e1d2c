#include "tasks/tasks.hpp"

#include <vector>

namespace pinko::tasks {

std::span<const Task> all_tasks() {
  static const std::vector<Task> kAll{kTask0, kTask1, kTask2, kTask3, kTask4, kTask5, kTask6};
  return kAll;
}

}  // namespace pinko::tasks

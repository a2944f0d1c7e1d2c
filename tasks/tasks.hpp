#pragma once

#include "checker/core/task.hpp"

#include <span>

namespace pinko::tasks {

/// The exercise: task 0 to task 6, in order. The one list of them.
[[nodiscard]] std::span<const Task> all_tasks();

// One a task; each stands in tasks/taskN/checks.cpp, beside the page that students read.
extern const Task kTask0;
extern const Task kTask1;
extern const Task kTask2;
extern const Task kTask3;
extern const Task kTask4;
extern const Task kTask5;
extern const Task kTask6;

}  // namespace pinko::tasks

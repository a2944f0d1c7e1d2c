#pragma once

#include "checker/causes/graph.hpp"
#include "checker/causes/parts.hpp"
#include "checker/core/cause.hpp"

#include <memory>

namespace pinko {

/// A task's files, parsed, and how they hang together. The sources have to outlive it.
struct TaskReading {
  TaskReading(int task, const Sources& sources)
      : parts(causes::read_parts(task, sources)),
        graph(causes::read_graph(parts)) {}

  causes::Parts parts;
  causes::Graph graph;
};

namespace causes {

[[nodiscard]] std::shared_ptr<const TaskReading> read_task(int task, const Sources& sources);

}  // namespace causes
}  // namespace pinko

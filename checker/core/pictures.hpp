#pragma once

#include "checker/core/evidence.hpp"
#include "checker/core/observation.hpp"
#include "checker/core/task.hpp"

#include <string>
#include <vector>

namespace pinko {

/// A part of a task's stack.
struct StackNode {
  std::string name;  ///< a service's or a role's name
  int replicas = 1;
  std::vector<PublishedPort> ports;
  bool running = true;
  std::string problem = {};  ///< why it does not run, in a few words
};

/// Who asks whom: "browser" or a node's name.
struct StackEdge {
  std::string from;
  std::string to;
  std::string label;    ///< ":5252"
  std::string problem;  ///< why nothing comes back; empty: it works, or nobody tried
};

/// Who answered a row of requests.
struct NamedSample {
  std::string name;  ///< what was asked, in words
  ReplicaSample sample;
};

/// What a container printed.
struct NamedLog {
  std::string name;
  std::string text;
};

/// What was seen of a task that is better looked at than read.
struct TaskPictures {
  std::vector<StackNode> nodes;
  std::vector<StackEdge> edges;
  std::vector<NamedSample> samples;
  std::vector<NamedLog> logs;
  ComparisonSeen comparison;
  std::string screenshot_png;  ///< bytes of the page's picture; may be empty
};

/// `fixture` names the servers of a task that is started by hand: one that never came up is a node
/// all the same.
[[nodiscard]] TaskPictures pictures_of(const TaskEvidence& evidence, const Fixture& fixture = {});

}  // namespace pinko

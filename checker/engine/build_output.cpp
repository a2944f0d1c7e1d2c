#include "checker/engine/build_output.hpp"

#include "checker/util/text.hpp"

#include <map>
#include <vector>

namespace pinko::engine {
namespace {

/// What BuildKit calls looking for the reader of Dockerfiles that `# syntax=` names.
constexpr std::string_view kReader = "resolve image config for ";

/// The number of a BuildKit line, "#12 …", with its '#'; empty for other lines.
std::string_view vertex_of(std::string_view line) {
  if (!line.starts_with('#')) return {};
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || space < 2) return {};
  const std::string_view digits = line.substr(1, space - 1);
  const bool number = digits.find_first_not_of("0123456789") == std::string_view::npos;
  return number ? line.substr(0, space) : std::string_view{};
}

/// "[2/3] RUN x" and "[stage-1 2/3] RUN x" without the brackets; "[internal] …" stays.
std::string instruction_of(std::string_view title) {
  if (!title.starts_with('[') || title.starts_with("[internal]")) return std::string(title);
  const std::size_t end = title.find("] ");
  return std::string(end == std::string_view::npos ? title : title.substr(end + 2));
}

/// The command that BuildKit says has failed, in its older and its newer words.
std::string command_that_failed(std::string_view words) {
  for (const auto& [begin, end] :
       {std::pair{"executor failed running [/bin/sh -c ", "]: exit code"},
        std::pair{"process \"/bin/sh -c ", "\" did not complete"}}) {
    const std::size_t at = words.find(begin);
    if (at == std::string_view::npos) continue;
    const std::string_view rest = words.substr(at + std::string_view(begin).size());
    return std::string(rest.substr(0, rest.find(end)));
  }
  return {};
}

FailedBuild read_buildkit(const std::vector<std::string_view>& lines) {
  std::map<std::string_view, std::string> titles;
  std::map<std::string_view, std::string> printed;
  std::string_view failed;
  std::string_view last;
  std::string after;  // what the builder says outside of every step
  for (const std::string_view line : lines) {
    const std::string_view vertex = vertex_of(line);
    if (vertex.empty()) {
      after.append(line).append("\n");
      continue;
    }
    const std::string_view rest = line.substr(vertex.size() + 1);
    // "FROM x" alone is an image to copy from.
    const bool title_of_step =
        rest.starts_with('[') || rest.starts_with("FROM ") || rest.starts_with(kReader);
    if (title_of_step && !titles.contains(vertex)) titles[vertex] = rest;
    if (rest.starts_with("ERROR") && failed.empty()) failed = vertex;
    printed[vertex].append(rest).append("\n");
    const bool over = rest.starts_with("DONE") || rest.starts_with("CACHED");
    if (over && last == vertex) last = {};
    if (!over) last = vertex;
  }
  FailedBuild build;
  if (failed.empty()) {
    const std::string command = command_that_failed(after);
    if (!command.empty()) return {.step = "RUN " + command, .text = after, .unheard = true};
    failed = last;  // killed at the deadline: what was running
  }
  const std::string title = titles.contains(failed) ? titles[failed] : std::string();
  build.fetching_base = title.find("load metadata for") != std::string::npos ||
                        title.find("] FROM ") != std::string::npos || title.starts_with("FROM ") ||
                        title.starts_with("[internal] resolve");
  if (title.starts_with(kReader)) {
    build.fetching_base = build.fetching_reader = true;
    build.text = printed[failed] + after;
    return build;
  }
  if (!title.starts_with("[internal]")) build.step = instruction_of(title);
  if (build.fetching_base && build.step.empty()) {
    build.step = "FROM " + title.substr(title.rfind(' ') + 1);
  }
  build.text = printed[failed] + after;
  return build;
}

/// The instruction of a line that begins a step: "Step 2/9 : RUN x" of the classic builder,
/// "STEP 2/9: RUN x" and, of several stages, "[1/2] STEP 2/9: RUN x" of Podman. Empty for others.
std::string_view step_of(std::string_view line) {
  for (const auto& [begin, end] : {std::pair{"Step ", " : "}, std::pair{"STEP ", ": "}}) {
    const std::size_t bracket = line.starts_with('[') ? line.find("] ") : std::string_view::npos;
    const std::string_view rest =
        bracket == std::string_view::npos ? line : line.substr(bracket + 2);
    if (!rest.starts_with(begin)) continue;
    const std::size_t colon = rest.find(end);
    if (colon == std::string_view::npos || rest.find('/') > colon) continue;
    return rest.substr(colon + std::string_view(end).size());
  }
  return {};
}

FailedBuild read_classic(const std::vector<std::string_view>& lines) {
  FailedBuild build;
  for (const std::string_view line : lines) {
    const std::string_view step = step_of(line);
    if (!step.empty()) {
      build.step = step;
      build.text.clear();
    }
    build.text.append(line).append("\n");
  }
  const std::string step = to_lower(build.step);
  build.fetching_base = step.starts_with("from ") ||
                        (step.starts_with("copy ") && step.find(" --from=") != std::string::npos);
  return build;
}

}  // namespace

FailedBuild read_failed_build(std::string_view output) {
  const std::string clean = printable(output);
  const std::vector<std::string_view> lines = split_lines(clean);
  bool buildkit = false;
  for (const std::string_view line : lines)
    buildkit = buildkit || !vertex_of(line).empty();
  FailedBuild build = buildkit ? read_buildkit(lines) : read_classic(lines);
  build.in_command = to_lower(build.step).starts_with("run ");
  for (const char* killed : {"exit code: 137", "non-zero code: 137", "exit status 137"})
    build.killed = build.killed || build.text.find(killed) != std::string::npos;
  // A pull by itself has neither steps nor instructions.
  const bool pull = build.step.empty() && !buildkit;
  build.fetching_base = build.fetching_base || pull;
  return build;
}

}  // namespace pinko::engine

#include "checker/report/clean.hpp"

#include "checker/report/fingerprint.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::report {
namespace {

/// Cleans a text of one line, such as a path or a title.
void line(std::string& text) {
  text = printable(head(printable(text), kMessageCap));
  std::ranges::replace(text, '\n', ' ');
  std::ranges::replace(text, '\t', ' ');
  text = trim(text);
}

/// Cleans a text of some lines, such as what was expected.
void words(std::string& text) {
  text = printable(head(printable(text), kMessageCap));
  while (text.ends_with('\n'))
    text.pop_back();
}

/// Cleans a program's output, whose end matters most.
void output(std::string& text) {
  text = printable(tail(printable(text), kOutputCap));
  while (text.ends_with('\n'))
    text.pop_back();
}

/// Cleans a line of source, whose indentation matters.
void source_line(std::string& text) {
  text = replace_all(printable(text), "\n", " ");
}

void lines(std::vector<std::string>& texts) {
  for (std::string& text : texts)
    line(text);
}

void clean(SubmissionFacts& facts) {
  line(facts.path);
  line(facts.student);
  line(facts.commit);
  line(facts.nested_in);
  lines(facts.gitlinks);
  lines(facts.unseen);
  lines(facts.changed);
}

void clean(Environment& environment) {
  line(environment.os);
  line(environment.engine);
  line(environment.engine_version);
  line(environment.compose);
  line(environment.compose_version);
  line(environment.browser);
  line(environment.runtime);
  lines(environment.stand_ins);
}

void clean(Verdict& verdict) {
  line(verdict.id);
  line(verdict.title);
  words(verdict.why);
  words(verdict.direction);
  words(verdict.hint);
  words(verdict.by_hand);
  words(verdict.expected);
  words(verdict.actual);
  words(verdict.cause);
  line(verdict.cause_id);
  lines(verdict.notes);
  for (Location& where : verdict.where)
    line(where.path);
  line(verdict.waits_for);
  output(verdict.evidence);
  line(verdict.error_code);
  words(verdict.remedy);
  output(verdict.corrected);
  line(verdict.placement.at.path);
  line(verdict.probe);
  for (std::string& source : verdict.excerpt.lines)
    source_line(source);
}

void clean(Diagnosis& found) {
  line(found.cause_id);
  words(found.sentence);
  for (Location& where : found.where)
    line(where.path);
  words(found.step);
  output(found.corrected);
  line(found.placement.at.path);
}

void clean(ReplicaSample& sample) {
  line(sample.read_from);
  for (JourneyStop& stop : sample.journey) {
    line(stop.who);
    line(stop.what);
  }
}

void clean(ComparedAnswer& answer) {
  line(answer.problem);
  for (auto& [name, value] : answer.headers) {
    line(name);
    line(value);
  }
  output(answer.body);
}

void clean(ComparisonSeen& comparison) {
  for (ComparedRequest& request : comparison.requests) {
    line(request.target);
    clean(request.own);
    clean(request.reference);
  }
  line(comparison.left_out);
}

/// The picture of the page stays as it is: bytes, which formats write as base64.
void clean(TaskPictures& pictures) {
  for (StackNode& node : pictures.nodes) {
    line(node.name);
    line(node.problem);
    for (PublishedPort& port : node.ports)
      line(port.service);
  }
  for (StackEdge& edge : pictures.edges) {
    line(edge.from);
    line(edge.to);
    line(edge.label);
    line(edge.problem);
  }
  for (NamedSample& named : pictures.samples) {
    line(named.name);
    clean(named.sample);
  }
  for (NamedLog& log : pictures.logs) {
    line(log.name);
    output(log.text);
  }
  clean(pictures.comparison);
}

}  // namespace

TaskReport cleaned(TaskReport task) {
  line(task.title);
  line(task.folder);
  if (!stays_inside(task.folder)) task.folder = "task" + std::to_string(task.number);
  line(task.cause);
  for (Verdict& verdict : task.checks)
    clean(verdict);
  for (Phase& phase : task.phases)
    line(phase.name);
  clean(task.pictures);
  if (task.disagreement) clean(*task.disagreement);
  return task;
}

Report cleaned(Report report) {
  line(report.tool_version);
  line(report.tool_commit);
  line(report.statement_sha256);
  line(report.evidence_file);
  line(report.evidence_sha256);
  clean(report.submission);
  clean(report.environment);
  line(report.started);
  line(report.finished);
  for (TaskReport& task : report.tasks)
    task = cleaned(std::move(task));
  for (Error& error : report.infrastructure)
    words(error.message);
  lines(report.notes);
  return report;
}

}  // namespace pinko::report

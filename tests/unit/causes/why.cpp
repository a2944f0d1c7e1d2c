#include "tests/unit/causes/why.hpp"

#include "checker/causes/causes.hpp"
#include "checker/grade/diagnose.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>

namespace pinko::test {

Verdict why(std::string_view check,
            const Observation& seen,
            const Sources& task,
            const Sources* before) {
  const Finding finding = judged(check, seen, task);
  Verdict verdict;
  verdict.id = check;
  verdict.cause = finding.cause;
  verdict.hint = finding.hint;
  verdict.where = finding.where;
  verdict.notes = finding.notes;
  verdict.actual = finding.actual;
  verdict.corrected = finding.corrected;
  verdict.placement = grade::placed(finding.placement, finding.where);
  if (finding.kind != Finding::Kind::failed) return verdict;
  TaskEvidence evidence;
  evidence.sources = task;
  const int number = check[1] - '0';
  const Knowledge knowledge = causes::knowledge();
  const auto reading = knowledge.read(number, evidence.sources);
  grade::diagnose(verdict,
                  {.task = number,
                   .check = check,
                   .seen = seen,
                   .finding = finding,
                   .evidence = evidence,
                   .reading = reading.get(),
                   .before = before},
                  knowledge);
  return verdict;
}

void check_examples(const std::vector<Example>& examples) {
  for (const Example& example : examples) {
    INFO(example.id);
    const Verdict verdict = why(example.look.check, example.look.seen, example.look.task);
    CHECK(verdict.cause_id == example.id);
    CHECK_FALSE(verdict.cause.empty());
    CHECK_FALSE(verdict.direction.empty());
    CHECK_FALSE(verdict.hint.empty());
    INFO(verdict.corrected);
    CHECK(verdict.corrected.find(example.corrected) != std::string::npos);
    const Look& near_miss = example.near_miss;
    REQUIRE(near_miss.check != std::string());
    CHECK(why(near_miss.check, near_miss.seen, near_miss.task).cause_id != example.id);
  }
}

void check_samples(std::span<const expect::Message> rows, const std::vector<Sample>& samples) {
  for (const Sample& sample : samples) {
    INFO(sample.id);
    const auto row = std::ranges::find(rows, std::string_view(sample.id), &expect::Message::id);
    REQUIRE(row != rows.end());
    const expect::Message* found = expect::find_message(rows, sample.text, {row->speaker});
    REQUIRE(found != nullptr);
    CHECK(found->id == sample.id);
    const expect::Message* other = expect::find_message(rows, sample.near_miss, {row->speaker});
    CHECK((other == nullptr || other->id != sample.id));
  }
  for (const expect::Message& row : rows) {
    INFO(row.id);
    CHECK(std::ranges::find(samples, row.id, &Sample::id) != samples.end());
  }
}

Look ends(const char* path, const char* from, const char* to, std::string log) {
  ListenSeen seen;
  seen.log = std::move(log);
  return {"t1-listens", std::move(seen), edited(model(1), path, from, to)};
}

Look site_ends(Sources task, std::string log) {
  ListenSeen seen;
  seen.log = std::move(log);
  return {"t2-listens", std::move(seen), std::move(task)};
}

Look not_built(const char* from, const std::string& to, std::string output, std::string step) {
  BuildSeen seen;
  seen.exit_code = 1;
  seen.role = "app";
  seen.dockerfile = "task1/Dockerfile";
  seen.failed_step = std::move(step);
  seen.output = std::move(output);
  return {"t1-builds", std::move(seen), edited(model(1), "Dockerfile", from, to.c_str())};
}

Look refused(const char* from, const char* to, std::string message) {
  Sources task = edited(model(4), "docker-compose.yml", from, to);
  ComposeSeen seen;
  seen.file = file("task4/docker-compose.yml", *task.find("docker-compose.yml"));
  seen.compose = "1.29.2";
  seen.message = std::move(message);
  return {"t4-compose-valid", std::move(seen), std::move(task)};
}

Sources only(int task, const std::string& path, std::string text) {
  Sources sources;
  sources.folder = "task" + std::to_string(task);
  sources.texts[path] = std::move(text);
  return sources;
}

}  // namespace pinko::test

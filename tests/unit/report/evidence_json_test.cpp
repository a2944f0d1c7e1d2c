#include "checker/report/evidence_json.hpp"

#include "checker/report/evidence_fields.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <utility>

using namespace pinko;
using report::evidence_from_json;
using report::evidence_to_json;

namespace {

/// Converts to anything: T{Anything{}, …} compiles for as many members as an aggregate has.
struct Anything {
  template <class T>
  operator T() const;  // NOLINT(google-explicit-constructor)
};

template <class T, std::size_t... index>
constexpr bool takes(std::index_sequence<index...> /*indices*/) {
  return requires {
    T{((void)index, Anything{})...};
  };
}

template <class T, std::size_t count = 0>
constexpr std::size_t member_count() {
  if constexpr (takes<T>(std::make_index_sequence<count + 1>{})) {
    return member_count<T, count + 1>();
  } else {
    return count;
  }
}

/// Gives every member a value of its own, at any depth, so that a lost one shows.
class Filler {
 public:
  template <class T>
  void operator()(const char* /*name*/, T& member) {
    ++count;
    fill(member);
  }
  template <class T>
  void fill(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      value = !value;
    } else if constexpr (std::is_same_v<T, double>) {
      value = 0.1 * ++number_;
    } else if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(++number_ % static_cast<int>(report::Names<T>::kAll.size()));
    } else if constexpr (std::is_integral_v<T>) {
      value = static_cast<T>(++number_);
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = ++number_ % 2 == 0 ? "text " + std::to_string(number_) : std::string("\x89\0\xff", 3);
    } else if constexpr (std::is_same_v<T, Sight>) {
      value = NotReached{.reason = "not there", .because = "site"};
    } else {
      fill_compound(value);
    }
  }
  int count = 0;

 private:
  template <class T>
  void fill_compound(T& value) {
    if constexpr (requires { value.emplace_back(); }) {
      fill(value.emplace_back());
      fill(value.emplace_back());
    } else if constexpr (requires { value.first; }) {
      fill(value.first);
      fill(value.second);
    } else if constexpr (requires { typename T::key_type; }) {
      fill(value[typename T::key_type{}]);
    } else {
      const int before = count;
      report::fields(value, *this);
      const int members = std::exchange(count, before) - before;
      INFO(typeid(T).name());
      CHECK(static_cast<std::size_t>(members) == member_count<T>());
    }
  }
  int number_ = 0;
};

template <std::size_t... index>
TaskEvidence every_sight(Filler& filler, std::index_sequence<index...> /*indices*/) {
  TaskEvidence task;
  const auto add = [&](auto at) {
    std::variant_alternative_t<decltype(at)::value, Observation> seen;
    filler.fill(seen);
    task.sights["probe " + std::to_string(at)] = Observation(std::move(seen));
  };
  (add(std::integral_constant<std::size_t, index>{}), ...);
  task.sights["lost"] = Error{.code = ErrorCode::registry, .message = "no answer", .retried = 2};
  task.sights["never"] = NotReached{.reason = "no image", .because = "build app"};
  task.phases = {{"build", 0.1, 1e9 / 3}};
  return task;
}

Evidence full_evidence() {
  Filler filler;
  Evidence evidence;
  filler.fill(evidence);
  evidence.tasks.clear();
  evidence.tasks[6] =
      every_sight(filler, std::make_index_sequence<std::variant_size_v<Observation>>{});
  return evidence;
}

std::string problem_of(std::string_view text) {
  const auto read = evidence_from_json(text);
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().code == ErrorCode::usage);
  return read.error().message;
}

bool holds(const std::string& text, std::string_view part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

constexpr std::string_view kHead = R"({"schema": "pinko-check/evidence/v1")";

std::string file(std::string_view rest) {
  return std::string(kHead) + ",\n" + std::string(rest) + "}";
}

}  // namespace

TEST_CASE("evidence comes back exactly, every kind and every byte") {
  const std::string text = evidence_to_json(full_evidence());
  const auto read = evidence_from_json(text);
  REQUIRE(read.has_value());
  CHECK(evidence_to_json(*read) == text);
  const auto& page =
      std::get<PageSeen>(std::get<Observation>(read->tasks.at(6).sights.at("probe 12")));
  const auto original = full_evidence();
  const auto& wanted =
      std::get<PageSeen>(std::get<Observation>(original.tasks.at(6).sights.at("probe 12")));
  CHECK(page.screenshot_png == wanted.screenshot_png);
  CHECK(page.console.size() == 2);
  CHECK(page.requests[1].url == wanted.requests[1].url);
}

TEST_CASE("every byte that a file can hold comes back") {
  FileSeen seen;
  for (int i = 0; i < 256; ++i)
    seen.bytes += static_cast<char>(i);
  Evidence evidence;
  evidence.tasks[0].sights["file Dockerfile"] = Observation(seen);
  evidence.tasks[0].sources.texts = {{seen.bytes, "a"}, {"base64:", "b"}, {"base64:YQ==", "c"}};
  const auto read = evidence_from_json(evidence_to_json(evidence));
  REQUIRE(read.has_value());
  const auto& again =
      std::get<FileSeen>(std::get<Observation>(read->tasks.at(0).sights.at("file Dockerfile")));
  CHECK(again.bytes == seen.bytes);
  CHECK(read->tasks.at(0).sources.texts == evidence.tasks[0].sources.texts);
}

TEST_CASE("error codes are called as core calls them") {
  const auto& names = report::Names<ErrorCode>::kAll;
  for (std::size_t i = 0; i < names.size(); ++i)
    CHECK(names[i] == name_of(static_cast<ErrorCode>(i)));
}

TEST_CASE("a file that is not evidence is refused with what it is") {
  CHECK(holds(problem_of(""), "it is empty"));
  CHECK(holds(problem_of("[]"), "not an evidence file"));
  CHECK(holds(problem_of(R"({"schema": "goss"})"), "its schema is \"goss\""));
  CHECK(holds(problem_of(R"({"schema": "pinko-check/evidence/v2"})"), "another version"));
  CHECK(holds(problem_of("{\n  \"schema\": oops}"), "line 2, column"));
}

TEST_CASE("evidence cut short anywhere is refused") {
  const std::string text = evidence_to_json(full_evidence());
  for (std::size_t size = 0; size + 2 < text.size(); size += 97)
    CHECK_FALSE(evidence_from_json(std::string_view(text).substr(0, size)).has_value());
  CHECK(holds(problem_of(text.substr(0, text.size() / 2)), "ends too early"));
}

TEST_CASE("a wrong value is refused with its place") {
  CHECK(holds(problem_of(file(R"("started": 5)")), "/started must be a text"));
  CHECK(holds(problem_of(file(R"("tasks": {"x": {}})")), "/tasks/x is not a task's number"));
  CHECK(holds(problem_of(file(R"("leftovers": {"images": 3000000000})")), "/leftovers/images"));
  CHECK(holds(problem_of(file(R"("leftovers": {"images": 1.5})")), "whole number"));
  CHECK(holds(problem_of(file(R"("started": {"base64": "?"})")), "is not base64"));
  CHECK(holds(problem_of(file(R"("tasks": {"1": {"sights": {"a/b": {"kind": "telepathy"}}}})")),
              "/tasks/1/sights/a~1b has no kind"));
  CHECK(holds(
      problem_of(file(R"("tasks": {"1": {"sights": {"p": {"kind": "file", "state": "odd"}}}})")),
      "/tasks/1/sights/p/state"));
  CHECK(holds(problem_of(file(R"("tasks": [])")), "/tasks must be an object"));
  CHECK(holds(problem_of(file(R"("leftovers": {"images": 1e999})")), "no computer holds"));
}

TEST_CASE("members that are not known are passed over, and those not there keep their defaults") {
  const auto read = evidence_from_json(file(R"("later": {"deep": [1]}, "started": "now")"));
  REQUIRE(read.has_value());
  CHECK(read->started == "now");
  CHECK(read->tasks.empty());
}

#include "checker/grade/diagnose.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

namespace pinko::grade {
namespace {

void take(std::string& to, std::string&& from) {
  if (!from.empty()) to = std::move(from);
}

/// The first diagnosis of a case, with the row of its cause.
std::pair<const Cause*, std::optional<Diagnosis>> seek(const Case& failure,
                                                       const Knowledge& knowledge) {
  if (knowledge.edge != nullptr) {
    if (std::optional<Diagnosis> found = knowledge.edge(failure)) {
      const auto row = std::ranges::find(knowledge.causes, found->cause_id, &Cause::id);
      if (row != knowledge.causes.end()) return {&*row, std::move(found)};
    }
  }
  for (const Cause& cause : knowledge.causes) {
    if (std::optional<Diagnosis> found = cause.recognise(failure, cause)) {
      return {&cause, std::move(found)};
    }
  }
  return {nullptr, std::nullopt};
}

/// Of corrected lines that come without a place of their own, the first place is meant.
void place(Diagnosis& found, const std::vector<Location>& where) {
  found.placement = placed(std::move(found.placement), found.where.empty() ? where : found.where);
}

void apply(Verdict& verdict, const Cause& cause, Diagnosis&& found) {
  verdict.cause_id = cause.id;
  verdict.direction = cause.direction;
  take(verdict.cause, std::move(found.sentence));
  if (verdict.cause.empty()) verdict.cause = cause.title;
  place(found, verdict.where);
  if (!found.where.empty()) verdict.where = std::move(found.where);
  if (!found.corrected.empty()) {
    verdict.corrected = std::move(found.corrected);
    verdict.placement = std::move(found.placement);
  }
  take(verdict.hint, std::move(found.step));
}

/// One place may be told with its end, and again without.
std::tuple<std::string_view, int, int> start_of(const Location& where) {
  return {where.path, where.line, where.column};
}

}  // namespace

Placement placed(Placement placement, const std::vector<Location>& where) {
  return where.empty() ? std::move(placement) : resolved(std::move(placement), where.front());
}

void diagnose(Verdict& verdict, const Case& failure, const Knowledge& knowledge) {
  auto [cause, found] = seek(failure, knowledge);
  const bool known = found.has_value();
  if (known) {
    // The judgement's own hint is made for the cause that it names itself; of any other cause the
    // row's step is nearer.
    const bool own = failure.finding.cause_id == cause->id && !failure.finding.hint.empty();
    if (found->step.empty() && !own) found->step = cause->step;
    if (found->sentence.empty() && failure.finding.cause_id != cause->id) {
      found->sentence = cause->title;
    }
    apply(verdict, *cause, *std::move(found));
  }
  if (knowledge.lost == nullptr) return;
  const Location place = known && !verdict.where.empty() ? verdict.where.front() : Location{};
  for (std::string& note : knowledge.lost(failure, place))
    verdict.notes.push_back(std::move(note));
}

void direct(Verdict& verdict, const Knowledge& knowledge) {
  const auto row = std::ranges::find(knowledge.causes, verdict.cause_id, &Cause::id);
  if (row != knowledge.causes.end()) verdict.direction = row->direction;
}

const Verdict* same_cause(const Verdict& verdict, std::span<const Verdict> earlier) {
  if (verdict.cause_id.empty() || verdict.where.empty()) return nullptr;
  const auto found = std::ranges::find_if(earlier, [&](const Verdict& other) {
    if (other.outcome != Outcome::failed || other.cause_id.empty() || other.where.empty()) {
      return false;
    }
    if (other.cause_id == verdict.cause_id) {
      return std::ranges::equal(other.where, verdict.where, {}, start_of, start_of);
    }
    return other.hint == verdict.hint && other.where.front().path == verdict.where.front().path;
  });
  return found == earlier.end() ? nullptr : &*found;
}

}  // namespace pinko::grade

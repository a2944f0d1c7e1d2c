#include "checker/report/json_comparison.hpp"

#include "checker/report/story.hpp"

#include <nlohmann/json.hpp>

namespace pinko::report {
namespace {

using Json = nlohmann::ordered_json;

Json answer(const ComparedAnswer& seen) {
  Json headers = Json::array();
  for (const auto& [name, value] : seen.headers)
    headers.push_back({{"name", name}, {"value", value}});
  return {{"status", seen.status == 0 ? Json(nullptr) : Json(seen.status)},
          {"problem", seen.problem.empty() ? Json(nullptr) : Json(seen.problem)},
          {"headers", headers},
          {"size", seen.size},
          {"body", seen.body}};
}

Json row(const ComparedRequest& request) {
  Json list = Json::array();
  for (const Difference& one : differences(request)) {
    if (one.weight == Weight::free) continue;
    list.push_back({{"weight", name_of(one.weight)},
                    {"what", one.what},
                    {"own", one.own},
                    {"reference", one.reference},
                    {"why", one.why}});
  }
  return {{"request", in_words(request)},
          {"weight", name_of(weight_of(request))},
          {"differences", list},
          {"own", answer(request.own)},
          {"reference", answer(request.reference)}};
}

}  // namespace

Json comparison_value(const TaskReport& task) {
  const ComparisonSeen& seen = task.pictures.comparison;
  if (seen.requests.empty()) return nullptr;
  const std::vector<const ComparedRequest*> shown = compared_rows(task);
  Json requests = Json::array();
  for (const ComparedRequest* request : shown)
    requests.push_back(row(*request));
  return {{"requests", requests},
          {"files_alike", seen.requests.size() - shown.size()},
          {"left_out", seen.left_out.empty() ? Json(nullptr) : Json(seen.left_out)}};
}

}  // namespace pinko::report

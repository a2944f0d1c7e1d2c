#include "checker/run/stage.hpp"

namespace pinko::run {
namespace {

struct StageOf {
  const Fixture& fixture;

  Stage operator()(const ReadFile& /*p*/) const { return Stage::files; }
  Stage operator()(const ReadSite& /*p*/) const { return Stage::files; }
  Stage operator()(const ReadCompose& /*p*/) const { return Stage::files; }
  Stage operator()(const BuildImage& /*p*/) const { return Stage::images; }
  Stage operator()(const BuildProject& /*p*/) const { return Stage::images; }
  Stage operator()(const RunOnce& /*p*/) const { return Stage::images; }
  Stage operator()(const InspectPython& /*p*/) const { return Stage::images; }
  Stage operator()(const CompareCopy& /*p*/) const { return Stage::images; }
  Stage operator()(const CompareSite& /*p*/) const { return Stage::images; }
  Stage operator()(const ListListeners& /*p*/) const { return Stage::stack; }
  Stage operator()(const HttpGet& /*p*/) const { return Stage::stack; }
  Stage operator()(const FetchSite& /*p*/) const { return Stage::stack; }
  Stage operator()(const ListPorts& /*p*/) const { return Stage::stack; }
  Stage operator()(const LoadPage& /*p*/) const { return Stage::stack; }
  Stage operator()(const CompareWithReference& /*p*/) const { return Stage::stack; }
  Stage operator()(const StartProject& p) const { return by_replicas(p.replicas); }
  Stage operator()(const SampleReplicas& p) const { return by_replicas(p.replicas); }

  [[nodiscard]] Stage by_replicas(int replicas) const {
    return replicas > fixture.replicas ? Stage::more_replicas : Stage::turns;
  }
};

}  // namespace

Stage stage_of(const Probe& probe, const Fixture& fixture) {
  return std::visit(StageOf{fixture}, probe);
}

}  // namespace pinko::run

#include "checker/core/probe.hpp"

namespace pinko {
namespace {

std::string text(std::string_view view) {
  return std::string(view);
}

std::string port_and(std::uint16_t port, std::string_view rest) {
  return ':' + std::to_string(port) + text(rest);
}

struct Describe {
  std::string operator()(const ReadFile& p) const { return "file " + text(p.path); }
  std::string operator()(const ReadSite& p) const { return "site " + text(p.folder); }
  std::string operator()(const BuildImage& p) const { return "build " + text(p.role); }
  std::string operator()(const BuildProject& /*p*/) const { return "build project"; }
  std::string operator()(const RunOnce& p) const {
    return "run " + text(p.role) + " for " + std::to_string(p.timeout_s) + " s";
  }
  std::string operator()(const InspectPython& p) const { return "python in " + text(p.role); }
  std::string operator()(const CompareCopy& p) const {
    return "copy " + text(p.source) + " to " + text(p.role) + ':' + text(p.in_image);
  }
  std::string operator()(const CompareSite& p) const {
    return "site " + text(p.folder) + " to " + text(p.role) + ':' + text(p.in_image);
  }
  std::string operator()(const ListListeners& p) const { return "listeners of " + text(p.role); }
  std::string operator()(const HttpGet& p) const {
    std::string words = "GET " + port_and(p.port, p.target);
    if (!p.origin.empty()) words += " from " + text(p.origin);
    return words;
  }
  std::string operator()(const FetchSite& p) const {
    return "fetch " + text(p.folder) + " as " + text(p.in_image) + " on " + port_and(p.port, "");
  }
  std::string operator()(const ListPorts& /*p*/) const { return "published ports"; }
  std::string operator()(const LoadPage& p) const {
    return "page " + port_and(p.port, "/") + ' ' + text(p.selector);
  }
  std::string operator()(const ReadCompose& /*p*/) const { return "compose file"; }
  std::string operator()(const StartProject& p) const {
    return "up with " + std::to_string(p.replicas) + " replicas";
  }
  std::string operator()(const SampleReplicas& p) const {
    return std::to_string(p.count) + " requests " + port_and(p.port, p.target) + " to " +
           std::to_string(p.replicas) + ' ' + text(p.service) + " on " +
           (p.fresh_connections ? "fresh connections" : "one connection");
  }
  std::string operator()(const CompareWithReference& p) const {
    const std::string page = p.page_port == 0 ? "" : port_and(p.page_port, "/ and ");
    return "compare " + page + port_and(p.api_port, "/api") + " with the reference";
  }
};

}  // namespace

std::string describe(const Probe& probe) {
  return std::visit(Describe{}, probe);
}

}  // namespace pinko

#include "checker/expect/image_names.hpp"
#include "checker/expect/images.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

namespace pinko::expect {
namespace {

Finding nothing_built(const ProjectBuildSeen& seen, const Sources& task) {
  Finding finding = failed("an image for each service", "nothing was built");
  finding.cause = seen.message.empty() ? "no service has a build section" : seen.message;
  finding.follows = {"services"};
  if (const auto stack = read_stack(task); stack && !stack->services.empty()) {
    // A proxy of another name lacks its name, and that builds nothing.
    if (stack->find("proxy") != nullptr) finding.follows.emplace_back("proxy-service");
    finding.cause_id = "service-without-build";
    finding.where = {stack->services.front().where};
  }
  return finding;
}

/// All images are built here, under the checker's own names.
Finding refused_name(Reason name) {
  Finding finding =
      failed("an image for each service", "docker-compose build refuses the name of an image");
  explain(finding, std::move(name));
  return finding;
}

/// Whether `images`, which were all built, are what a task of `servers` servers asks for.
Finding each_was_built(std::size_t images, std::size_t servers, const Sources& task) {
  const bool lacks = images < servers;
  if (Reason missing = lacks && servers >= kServersWithProxy ? without_proxy(task) : Reason{};
      !missing.empty()) {
    Finding finding = failed(counted(servers, "image"), counted(images, "image"));
    explain(finding, std::move(missing));
    return finding;
  }
  if (Reason name = refused_image_name(task); !name.empty()) return refused_name(std::move(name));
  Finding finding = passed(counted(images, "image"));
  // The check of the services takes the points for what is not there; what is there is built.
  if (lacks) {
    finding.notes.push_back("the task has " + counted(servers, "server") +
                            ", each with a build section");
  }
  return finding;
}

}  // namespace

Finding all_build(const ProjectBuildSeen& seen, std::size_t servers, const Sources& task) {
  if (!seen.message.empty() || seen.images.empty()) return nothing_built(seen, task);
  std::vector<std::string> bad;
  const BuildSeen* first = nullptr;
  for (const BuildSeen& image : seen.images) {
    if (image.ok) continue;
    if (first == nullptr) first = &image;
    bad.push_back(image.role);
  }
  if (first == nullptr && seen.ok) return each_was_built(seen.images.size(), servers, task);
  if (first == nullptr) return failed("an image for each service", "not every image was built");
  Finding finding = builds(*first, task);
  finding.actual = "service " + first->role + ": " + finding.actual;
  // What the Compose file leads to may be what is wrong.
  if (finding.cause_id == "dockerfile-missing") {
    finding.expected = "an image for each service";
    finding.actual = "service " + first->role + ": no file " + first->dockerfile;
  }
  if (bad.size() > 1) finding.notes.push_back("more services fail to build: " + join(bad, ", "));
  if (Reason name = refused_image_name(task); !name.empty()) {
    finding.notes.push_back(std::move(name.cause));
  }
  return finding;
}

}  // namespace pinko::expect

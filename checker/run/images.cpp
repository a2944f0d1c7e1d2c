#include "checker/run/images.hpp"

#include "checker/engine/dockerfile_refusals.hpp"
#include "checker/probe/files.hpp"
#include "checker/util/dockerfile_name.hpp"

#include <algorithm>
#include <future>

namespace pinko::run {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes kBuildTime{10};

Result<BuildSeen> build_one(Scene& scene, const ImageJob& job) {
  engine::ContainerEngine& engine = *scene.shell.engine;
  const SharedBuilds::Ways ways{
      .build =
          [&] {
            engine::BuildRequest request = job.request;
            request.deadline = scene.within(kBuildTime);  // whatever was waited for before
            return engine.build(request);
          },
      .rename =
          [&](const std::string& image) {
            return engine.name_image(
                image, job.request.tag, scene.within(std::chrono::seconds(10)));
          }};
  PINKO_TRY_ASSIGN(engine::BuildOutcome outcome, scene.shell.builds->make(job.request, ways));
  // Cut off by the clock of the whole run: other tasks may have taken what this one lacked.
  if (outcome.timed_out && scene.shell.clock.over()) {
    return fail(ErrorCode::timeout,
                "build " + job.dockerfile +
                    ": the time for the whole run was over; --timeout gives it more");
  }
  BuildSeen seen;
  seen.ok = outcome.ok;
  seen.exit_code = outcome.exit_code;
  seen.timed_out = outcome.timed_out;
  seen.role = job.role;
  seen.dockerfile = job.dockerfile;
  seen.failed_step = std::move(outcome.failed_step);
  seen.output = std::move(outcome.output);
  if (!outcome.ended_because.empty()) {
    seen.output.append("\n").append(kBuildEnded).append(outcome.ended_because).append("\n");
  }
  seen.seconds = outcome.seconds;
  seen.retried = outcome.retried;
  if (seen.ok) seen.stand_ins = stand_ins_of(scene, job.request.tag);
  const bool of_nginx = std::ranges::find(seen.stand_ins, "nginx:latest") != seen.stand_ins.end();
  if (of_nginx && engine::counts_on_start_scripts(job.request)) {
    return fail(ErrorCode::registry,
                "build " + job.dockerfile +
                    ": it counts on the start-up scripts of nginx:latest, which what stands in for "
                    "that image here does not have");
  }
  return seen;
}

/// A build context may not lead out of the repository by a link.
bool is_inside(const fs::path& root, const fs::path& folder) {
  std::error_code error;
  const fs::path real_root = fs::canonical(root, error);
  const fs::path real = error ? fs::path{} : fs::canonical(folder, error);
  const auto [end, ignored] =
      std::mismatch(real_root.begin(), real_root.end(), real.begin(), real.end());
  return !error && end == real_root.end();
}

/// What keeps an image from being tried at all.
std::optional<Sight> obstacle(const Scene& scene, const ImageSpec& spec) {
  const ReadFile dockerfile{spec.dockerfile};
  const FileSeen file = probe::see(dockerfile, scene.submission, scene.task);
  if (file.state != FileState::present && !is_taken_for_dockerfile(file.path, file.actual)) {
    BuildSeen nothing{.ok = false, .exit_code = 1};
    nothing.role = spec.role;
    nothing.dockerfile = file.path;
    return Observation(std::move(nothing));
  }
  const std::string context = probe::in_task(scene.submission, scene.task, spec.context);
  if (!is_inside(scene.submission.root, scene.submission.root / context)) {
    return Error{.code = ErrorCode::refused,
                 .message = context +
                            " is a link that leads out of the repository; put the files "
                            "themselves there"};
  }
  return std::nullopt;
}

/// What is refused of any of them; nothing of the task is built then.
Status refuse_any(const std::vector<ImageJob>& jobs) {
  for (const ImageJob& job : jobs) {
    PINKO_TRY(engine::refuse_dockerfile_of(job.request));
    PINKO_TRY(engine::refuse_context_of(job.request));
  }
  return {};
}

ImageJob job_for(const Scene& scene, const ImageSpec& spec) {
  const Submission& submission = scene.submission;
  const std::string role(spec.role);
  const fs::path asked = probe::in_task(submission, scene.task, spec.dockerfile);
  const std::string dockerfile = fs::path(dockerfile_on_disk(submission.root / asked))
                                     .lexically_relative(submission.root)
                                     .generic_string();
  engine::BuildRequest request;
  request.context = submission.root / probe::in_task(submission, scene.task, spec.context);
  request.dockerfile = submission.root / dockerfile;
  request.tag = scene.shell.identity.image(scene.task, role);
  return {.role = role, .dockerfile = dockerfile, .request = std::move(request)};
}

}  // namespace

std::vector<std::string> stand_ins_of(Scene& scene, const std::string& image) {
  const auto config = scene.shell.engine->image(image, scene.within(std::chrono::seconds(10)));
  if (!config || !*config) return {};
  const auto label = (*config)->labels.find(engine::kStandInLabel);
  if (label == (*config)->labels.end()) return {};
  return {label->second};
}

std::vector<ImageResult> build_images(Scene& scene, std::vector<ImageJob> jobs) {
  if (const Status refused = refuse_any(jobs); !refused) {
    std::vector<ImageResult> results;
    results.reserve(jobs.size());
    for (ImageJob& job : jobs)
      results.push_back({.role = job.role, .seen = fail(refused.error())});
    return results;
  }
  std::vector<std::future<ImageResult>> builds;
  const bool without_python_index = scene.shell.without_python_index.get();
  for (ImageJob& job : jobs) {
    job.request.labels.merge(scene.shell.identity.labels());
    job.request.without_python_index = without_python_index;
    builds.push_back(std::async(std::launch::async, [&scene, &job] {
      const double since = scene.seconds();
      return ImageResult{.role = job.role, .seen = build_one(scene, job), .since = since};
    }));
  }
  std::vector<ImageResult> results;
  for (std::size_t i = 0; i < builds.size(); ++i) {
    results.push_back(builds[i].get());
    if (!results.back().seen || !results.back().seen->ok) continue;
    const std::string& tag = jobs[i].request.tag;
    scene.images.emplace_back(
        *scene.shell.engine,
        scene.shell.log,
        engine::EngineObject{
            .kind = engine::ObjectKind::image, .id = tag, .name = tag, .labels = {}});
  }
  return results;
}

Status pull_missing_images(const Scene& scene, const engine::ContainedProject& project) {
  constexpr std::chrono::minutes kPullTime{5};
  for (const ComposeService& service : project.services) {
    if (service.has_build || service.image.empty()) continue;
    const bool built_here = std::any_of(
        project.services.begin(), project.services.end(), [&](const ComposeService& other) {
          return other.has_build && engine::same_image(other.image, service.image);
        });
    if (built_here) continue;
    PINKO_TRY_ASSIGN(
        const auto here,
        scene.shell.engine->image(service.image, scene.within(std::chrono::seconds(10))));
    if (here) continue;
    scene.shell.progress.working(scene.task, "fetching " + service.image);
    PINKO_TRY(scene.shell.engine->pull(service.image, Deadline::in(kPullTime)));
  }
  return {};
}

void build_by_hand(Scene& scene) {
  scene.shell.progress.working(scene.task, "building");
  std::vector<ImageJob> jobs;
  std::optional<Error> refused;
  for (const ImageSpec& spec : scene.plan.task->fixture.images) {
    const BuildImage build{spec.role};
    if (auto in_the_way = obstacle(scene, spec)) {
      if (const auto* error = std::get_if<Error>(&*in_the_way)) refused = *error;
      scene.not_built.emplace(spec.role);
      scene.put(build, *std::move(in_the_way));
    } else {
      jobs.push_back(job_for(scene, spec));
    }
  }
  if (refused) {  // nothing of the task is run then
    for (const ImageJob& job : jobs) {
      scene.not_built.insert(job.role);
      scene.put(BuildImage{job.role}, *refused);
    }
    jobs.clear();
  }
  for (const ImageSpec& spec : scene.plan.task->fixture.images) {
    scene.parts[std::string(spec.role)].image =
        scene.shell.identity.image(scene.task, std::string(spec.role));
  }
  for (ImageResult& result : build_images(scene, std::move(jobs))) {
    const auto spec = std::find_if(scene.plan.task->fixture.images.begin(),
                                   scene.plan.task->fixture.images.end(),
                                   [&](const ImageSpec& one) { return one.role == result.role; });
    const BuildImage build{spec->role};
    if (!result.seen || !result.seen->ok) scene.not_built.insert(result.role);
    scene.put(build, sight_of(std::move(result.seen)), result.since);
  }
}

}  // namespace pinko::run

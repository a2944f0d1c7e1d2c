#include "checker/run/collect.hpp"

#include "checker/probe/sources.hpp"
#include "checker/run/images.hpp"
#include "checker/run/look.hpp"
#include "checker/run/project.hpp"
#include "checker/run/servers.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <future>
#include <mutex>
#include <thread>

namespace pinko::run {
namespace {

bool wants_stage(const Scene& scene, Stage least) {
  return std::any_of(scene.plan.probes.begin(), scene.plan.probes.end(), [&](const Probe& probe) {
    return stage_of(probe, scene.plan.task->fixture) >= least;
  });
}

/// Ends the browser once the last task that has a page has had it looked at.
class Pages {
 public:
  Pages(const plan::Plan& plan, browser::Browser& browser)
      : browser_(browser),
        left_(std::count_if(plan.tasks.begin(), plan.tasks.end(), has_page)) {}

  void seen_of(const plan::TaskPlan& task) {
    if (has_page(task) && --left_ == 0) browser_.rest();
  }

 private:
  static bool has_page(const plan::TaskPlan& task) {
    return std::any_of(task.probes.begin(), task.probes.end(), [](const Probe& probe) {
      return std::holds_alternative<LoadPage>(probe);
    });
  }

  browser::Browser& browser_;
  std::atomic<std::ptrdiff_t> left_;
};

void look_by_hand(Scene& scene, Pages& pages) {
  if (!wants_stage(scene, Stage::images)) return;
  scene.timed("build", [&] { build_by_hand(scene); });
  auto alone = std::async(std::launch::async, [&] { look_at_images_alone(scene); });
  if (wants_stage(scene, Stage::turns)) scene.timed("start", [&] { start_by_hand(scene); });
  scene.shell.progress.working(scene.task, "looking");
  scene.timed("probe", [&] {
    alone.get();
    look(scene, Stage::images, nullptr);
    look(scene, Stage::stack, nullptr);
  });
  pages.seen_of(scene.plan);
}

void look_at_project(Scene& scene, Project& project, Pages& pages) {
  const Fixture& fixture = scene.plan.task->fixture;
  bool up = scene.timed("read", [&] { return project.read(); });
  if (up && wants_stage(scene, Stage::turns)) project.prepare_start(fixture.replicas);
  if (up && wants_stage(scene, Stage::images)) {
    up = scene.timed("build", [&] { return project.build(); });
  }
  if (up && wants_stage(scene, Stage::turns)) {
    up = scene.timed("start", [&] { return project.start(fixture.replicas); });
  }
  scene.shell.progress.working(scene.task, "looking");
  const bool more = up && project.scaled() && !scene.no_api && fixture.more_replicas > 0 &&
                    wants_stage(scene, Stage::more_replicas);
  scene.timed("probe", [&] { look(scene, Stage::turns, &project); });
  std::future<Result<ProjectSeen>> scaling;
  if (more) {
    const int wish = scene.shell.more_replicas;
    scaling = project.begin_scaling(wish > 0 ? wish : fixture.more_replicas);
  }
  scene.timed("probe", [&] {
    look(scene, Stage::images, &project);
    look(scene, Stage::stack, &project);
  });
  pages.seen_of(scene.plan);
  if (more) scene.timed("scale", [&] { project.finish_scaling(scaling.get()); });
  scene.timed("probe", [&] { look(scene, Stage::more_replicas, &project); });
}

void look_at_task(Scene& scene, Pages& pages) {
  look(scene, Stage::files, nullptr);
  if (scene.shell.engine == nullptr) {
    scene.put_rest(scene.shell.engine_error);
  } else if (scene.plan.task->fixture.compose) {
    Project project(scene);
    look_at_project(scene, project, pages);
  } else {
    look_by_hand(scene, pages);
  }
  if (scene.shell.stop.stop_requested()) {
    scene.put_rest(Error{.code = ErrorCode::cancelled, .message = "the run was interrupted"});
  } else if (scene.shell.clock.over()) {
    scene.put_rest(time_is_over());
  }
}

/// What was seen of containers by then may be the engine's end and not the student's doing.
void overrule(Scene& scene, const Error& error) {
  for (const Probe& probe : scene.plan.probes) {
    if (stage_of(probe, scene.plan.task->fixture) != Stage::files) scene.put(probe, error);
  }
}

TaskEvidence look_in_scene(const plan::TaskPlan& plan,
                           const Submission& submission,
                           const Shell& shell,
                           Pages& pages) {
  Result<engine::RunAddress> address = engine::RunAddress::claim();
  if (!address) {
    Scene scene(shell, submission, plan, "");
    scene.put_rest(address.error());
    TaskEvidence evidence = scene.take();
    evidence.sources = probe::read_sources(submission, scene.task);
    return evidence;
  }
  Scene scene(shell, submission, plan, address->text());
  const auto watch = shell.engine == nullptr ? nullptr : shell.engine->watch();
  try {
    look_at_task(scene, pages);
  } catch (const std::exception& problem) {
    scene.put_rest(Error{.code = ErrorCode::internal, .message = problem.what()});
  }
  if (watch && watch->lost()) {
    overrule(scene,
             {.code = ErrorCode::engine,
              .message = "the container engine went away while the task was looked at; "
                         "run the checker again"});
  } else if (shell.engine != nullptr && scene.robbed()) {
    overrule(scene,
             {.code = ErrorCode::engine,
              .message = "somebody else removed containers of this run while they were looked at "
                         "(docker rm, docker system prune); run the checker again"});
  }
  scene.timed("remove", [&] { scene.clear(); });
  TaskEvidence evidence = scene.take();
  evidence.sources = probe::read_sources(submission, scene.task);
  return evidence;
}

bool holds_message(const std::vector<Error>& errors, const std::string& message) {
  return std::any_of(errors.begin(), errors.end(), [&message](const Error& one) {
    return one.message == message;
  });
}

/// Errors that a whole run met, each once.
std::vector<Error> distinct_errors(const Evidence& evidence) {
  std::vector<Error> errors;
  for (const auto& [number, task] : evidence.tasks) {
    for (const auto& [probe, sight] : task.sights) {
      const Error* error = std::get_if<Error>(&sight);
      if (error == nullptr || error->code == ErrorCode::refused) continue;
      if (!holds_message(errors, error->message)) errors.push_back(*error);
    }
  }
  return errors;
}

/// What the tasks' own clean-up may have missed: an engine goes on with what it was told to make
/// when the command that told it was killed half-way. After an interruption it is looked at until
/// nothing new appears for a while.
void remove_rest(const Shell& shell) {
  if (shell.engine == nullptr || shell.keep) return;
  const Deadline deadline = Deadline::in(std::chrono::seconds(30));
  const bool interrupted = shell.stop.stop_requested() || shell.clock.over();
  Deadline quiet = Deadline::in(std::chrono::milliseconds(interrupted ? 1500 : 0));
  do {
    const auto removed = engine::remove_run(*shell.engine, shell.log, shell.identity.id, deadline);
    if (!removed) {
      shell.log.warning("what this run made could not all be removed: " + removed.error().message +
                        "; `pinko-check sweep` tries again");
      return;
    }
    const bool any = removed->total() + removed->refused > 0;
    if (interrupted && any) quiet = Deadline::in(std::chrono::milliseconds(1500));
    if (!quiet.passed()) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  } while (!quiet.passed() && !deadline.passed());
}

/// Counts what is left all the same.
void count_leftovers(const Shell& shell, Evidence& evidence) {
  if (shell.engine == nullptr || shell.keep) return;
  const auto left =
      engine::count_run(*shell.engine, shell.identity.id, Deadline::in(std::chrono::seconds(10)));
  if (!left) return;
  evidence.leftovers.containers = left->containers;
  evidence.leftovers.networks = left->networks;
  evidence.leftovers.volumes = left->volumes;
  evidence.leftovers.images = left->images;
}

/// Runs a function in so many threads to its ends; what one of them threw, if any did.
std::exception_ptr run_aside(const std::function<void()>& work, std::size_t threads) {
  std::vector<std::future<void>> workers;
  for (std::size_t i = 0; i < threads; ++i)
    workers.push_back(std::async(std::launch::async, work));
  std::exception_ptr thrown;
  for (std::future<void>& worker : workers) {
    try {
      worker.get();
    } catch (...) {
      thrown = std::current_exception();
    }
  }
  return thrown;
}

}  // namespace

int default_jobs() {
  // A task waits for its engine and its servers half of the time.
  return static_cast<int>(std::clamp(2 * std::thread::hardware_concurrency(), 2U, 8U));
}

Evidence collect(const plan::Plan& plan,
                 const Submission& submission,
                 const Shell& shell,
                 int jobs) {
  Evidence evidence;
  std::mutex mutex;
  std::atomic<std::size_t> next{0};
  Pages pages(plan, shell.browser);
  const auto work = [&] {
    // The later a task of the exercise, the longer it takes: those first, so that none is left
    // over.
    for (std::size_t i = next++; i < plan.tasks.size(); i = next++) {
      const plan::TaskPlan& task = plan.tasks[plan.tasks.size() - 1 - i];
      TaskEvidence seen = look_in_scene(task, submission, shell, pages);
      shell.progress.finished(task.task->number, seen);
      const std::lock_guard lock(mutex);
      evidence.tasks.emplace(task.task->number, std::move(seen));
    }
  };
  const auto count = std::min(static_cast<std::size_t>(std::max(jobs, 1)), plan.tasks.size());
  const std::exception_ptr fault = run_aside(work, count);
  for (auto& [number, seen] : evidence.tasks) {
    const bool looked_at = number == 0 || evidence.tasks.contains(number - 1);
    if (!looked_at) seen.before = probe::read_sources(submission, number - 1);
  }
  evidence.infrastructure = distinct_errors(evidence);
  remove_rest(shell);
  count_leftovers(shell, evidence);
  if (fault) std::rethrow_exception(fault);  // now that what was made is gone
  return evidence;
}

}  // namespace pinko::run

#include "checker/app/world.hpp"

#include "checker/app/outputs.hpp"
#include "checker/discovery/dockerfile.hpp"
#include "checker/engine/resources.hpp"
#include "checker/probe/files.hpp"
#include "checker/util/environment.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <future>
#include <set>

namespace pinko::app {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes kBaseTime{15};  ///< to pull or make the base images
constexpr int kDeepestDockerfile = 3;

bool is_dockerfile(const fs::path& path) {
  return to_lower(path.filename().string()).find("dockerfile") != std::string::npos;
}

std::vector<BaseImage> parse_provided(std::string_view lines) {
  std::vector<BaseImage> images;
  for (const std::string_view line : split_lines(lines)) {
    const std::vector<std::string_view> words = split(line, ' ');
    if (words.size() < 2) continue;
    const std::size_t rest = words[0].size() + words[1].size() + 2;
    images.push_back({.name = std::string(words[0]),
                      .kind = std::string(words[1]),
                      .words = rest < line.size() ? std::string(line.substr(rest)) : ""});
  }
  return images;
}

/// What kept the program that provides base images from its work; that an image cannot be had (3)
/// is among what it says of the images.
std::string trouble_of(const engine::CommandOutcome& provided) {
  constexpr int kNotAll = 3;
  if (provided.timed_out) return "not done within 15 minutes";
  const bool done = provided.ok() || provided.cancelled || provided.exit_code == kNotAll;
  return done ? std::string() : std::string(trim(tail(provided.err, 400)));
}

/// "docker compose" or "docker-compose", wherever it stands.
std::string compose_name(const engine::ComposeProgram& program) {
  std::vector<std::string> words = program.argv;
  if (!words.empty()) words.front() = fs::path(words.front()).filename().string();
  return join(words, " ");
}

/// For what others left: that it cannot be removed is nothing that keeps this run from its work,
/// and `pinko-check sweep` says it to those who ask.
class Murmur final : public Log {
 public:
  explicit Murmur(Log& log)
      : log_(log) {}
  void write(LogLevel level, std::string_view line) override {
    log_.write(level == LogLevel::warning ? LogLevel::debug : level, line);
  }

 private:
  Log& log_;
};

/// The images that a Dockerfile's stages begin with.
void add_bases(const fs::path& root, const fs::path& dockerfile, std::set<std::string>& names) {
  const std::string path = dockerfile.lexically_relative(root).generic_string();
  const FileSeen file = probe::read_file(root, path);
  for (const discovery::Stage& stage : discovery::parse_dockerfile(file.bytes).stages) {
    if (stage.parent < 0 && stage.base != "scratch") names.insert(stage.base);
  }
}

}  // namespace

fs::path home_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    const fs::path prefix = program.parent_path().parent_path();
    for (fs::path home : {prefix.parent_path(), prefix / "share" / "pinko-check"}) {
      if (fs::exists(home / "tasks" / "task0" / "README.md", error)) return home;
    }
  }
  return PINKO_HOME;
}

std::vector<std::string> base_images(const Submission& submission) {
  std::set<std::string> names;
  for (const TaskFolder& folder : submission.tasks) {
    std::error_code error;
    if (!folder.present) continue;
    fs::recursive_directory_iterator at(submission.root / folder.path, error);
    for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
      if (at.depth() == kDeepestDockerfile) at.disable_recursion_pending();
      if (!is_dockerfile(at->path()) || !at->is_regular_file(error)) continue;
      add_bases(submission.root, at->path(), names);
    }
  }
  return {names.begin(), names.end()};
}

World::World(Session& session, TerminalProgress& progress, std::stop_token stop, Deadline deadline)
    : session_(session),
      progress_(progress),
      stop_(std::move(stop)),
      deadline_(deadline),
      clock_(deadline.left()),
      engine_(fail(ErrorCode::engine, "the engine was not asked")),
      compose_program_(fail(ErrorCode::engine, "Compose was not looked for")),
      browser_options_{.program = environment_variable("PINKO_BROWSER")},
      browser_(browser::make_chromium(browser_options_, progress)),
      http_(probe::make_http_client()) {}

void World::open() {
  const Deadline soon = deadline_.at_most(std::chrono::seconds(20));
  // Compose v1 loads all of Python before it says its version.
  const Deadline patient = deadline_.at_most(std::chrono::seconds(60));
  auto compose = std::async(std::launch::async,
                            [this, patient] { return engine::find_compose(runner_, patient); });
  engine_ = engine::connect_engine(runner_, progress_, stop_, soon);
  if (engine_) {
    auto info = (*engine_)->info(soon);
    if (info) {
      info_ = *std::move(info);
    } else {
      engine_ = fail(info.error());
    }
  }
  compose_program_ = compose.get();
  if (compose_program_) compose_.emplace(runner_, *compose_program_, stop_);
}

void World::begin_to_provide(std::vector<std::string> names) {
  const auto work = [this, names = std::move(names)] {
    progress_.preparing("looking at the base images");
    if (engine_) {
      sweep();
      provide(names);
    }
    progress_.preparing({});
    clock_.begin();
    return std::any_of(
        bases_.begin(), bases_.end(), [](const BaseImage& one) { return one.kind == "stand-in"; });
  };
  provided_ = std::async(std::launch::async, work);
}

void World::sweep() {
  session_.sweep_machine(progress_);
  Murmur murmur(progress_);
  const auto swept = engine::sweep(**engine_, murmur, Deadline::in(std::chrono::seconds(30)));
  if (!swept || swept->total() == 0) return;
  progress_.info("removed " + std::to_string(swept->total()) + " objects of a run that was killed");
}

void World::provide(const std::vector<std::string>& names) {
  if (names.empty()) return;
  engine::Command command;
  command.argv = {(home_folder() / "tasks" / "bases" / "provide").string()};
  for (const std::string& name : names) {
    if (!name.starts_with('-')) command.argv.push_back(name);
  }
  // Its lock is for every run of the machine.
  command.environment = {{"PINKO_LOCK_FOLDER", session_.temporary_folder().string()}};
  for (const char* wish : {"PINKO_BASES", "PINKO_PULL_TIMEOUT"}) {
    if (std::string value = environment_variable(wish); !value.empty())
      command.environment.emplace_back(wish, std::move(value));
  }
  command.deadline = Deadline::in(kBaseTime);
  command.stop = stop_;
  command.on_line = [this](std::string_view line) { progress_.debug(line); };
  const auto outcome = runner_.run(command);
  if (!outcome) {
    progress_.warning("the base images could not be looked at: " + outcome.error().message);
    return;
  }
  if (const std::string trouble = trouble_of(*outcome); !trouble.empty()) {
    progress_.warning("the base images could not all be looked at: " + trouble);
  }
  bases_ = parse_provided(outcome->out);
  for (const BaseImage& base : bases_) {
    if (base.kind == "unavailable") progress_.warning(base.name + " cannot be had: " + base.words);
  }
}

run::Shell World::shell(const Options& options) {
  run::Shell shell{.engine = engine_ ? engine_->get() : nullptr,
                   .engine_error = engine_ ? Error{} : engine_.error(),
                   .compose = compose_ ? &*compose_ : nullptr,
                   .compose_error = compose_program_ ? Error{} : compose_program_.error(),
                   .browser = *browser_,
                   .http = *http_,
                   .log = progress_,
                   .progress = progress_,
                   .identity = session_.identity(),
                   .stop = stop_,
                   .clock = clock_};
  shell.on_this_machine = info_ && info_->free_bytes.has_value();
  shell.cpus = info_ ? info_->cpus : 0;
  shell.can_link = !info_ || info_->name != "podman";
  shell.without_python_index = provided_;
  shell.keep = options.keep;
  shell.screenshots = wants_screenshots(options);
  shell.more_replicas = options.replicas;
  return shell;
}

Environment World::environment() {
  Environment environment;
  if (provided_.valid()) provided_.wait();
  if (info_) {
    environment.os = info_->os;
    environment.engine = info_->name;
    environment.engine_version = info_->version;
    environment.runtime = info_->runtime;
  }
  if (compose_program_) {
    environment.compose = compose_name(*compose_program_);
    environment.compose_version = compose_program_->version;
  }
  for (const BaseImage& base : bases_) {
    if (base.kind == "stand-in") environment.stand_ins.push_back(base.name);
  }
  return environment;
}

}  // namespace pinko::app

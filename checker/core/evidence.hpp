#pragma once

#include "checker/core/observation.hpp"
#include "checker/core/probe.hpp"
#include "checker/core/result.hpp"
#include "checker/core/sources.hpp"

#include <map>
#include <string>
#include <variant>
#include <vector>

namespace pinko {

/// Nobody looked, because something that has to be there first is not.
struct NotReached {
  std::string reason;  ///< in words: "the front-end folder is empty"
  std::string
      because;  ///< describe() of the probe that saw so: the check on it is the one to mend first
};

/// What looking gave: an observation, an Error (the checker could not look), or nothing.
using Sight = std::variant<NotReached, Observation, Error>;

enum class PhaseStatus {
  done,
  failed,   ///< what the submission wanted to build or start could not be
  errored,  ///< the checker could not look at all that it wanted to
};

/// How long one phase of a task took; seconds since the run began.
struct Phase {
  std::string name;  ///< "build", "start", "probe", "browser", "remove"
  double start = 0;
  double end = 0;
  PhaseStatus status = PhaseStatus::done;
};

/// When a probe looked, and how often it had to try; seconds since the run began.
struct Looking {
  double start = 0;
  double end = 0;
  int attempts = 1;
};

/// All that was seen of one task.
struct TaskEvidence {
  std::map<std::string, Sight> sights;        ///< by describe(probe)
  std::map<std::string, Looking> looks = {};  ///< likewise; only of probes that were tried
  std::vector<Phase> phases;
  Sources sources = {};
  Sources before = {};  ///< of the task before this one, where it was not looked at itself
};

/// The machine that looked.
struct Environment {
  std::string os;
  std::string engine;  ///< "docker", "podman"
  std::string engine_version;
  std::string compose = {};  ///< "docker compose" or "docker-compose"
  std::string compose_version;
  std::string browser;                 ///< "Chromium 156.0.8078.73", or empty
  std::string runtime = {};            ///< what the engine runs containers with: "runc"
  std::vector<std::string> stand_ins;  ///< base images that were not the real ones
};

/// What a submission is called in reports, and what git says of it.
struct SubmissionFacts {
  std::string path;
  std::string student = {};  ///< as the user named them; may be empty
  std::string commit;
  bool dirty = false;
  bool exported = false;
  std::string nested_in;
  std::vector<std::string> gitlinks;
  std::vector<std::string> unseen;   ///< on disk, not in the last commit
  std::vector<std::string> changed;  ///< differ from the last commit
};

/// All that was seen: enough to grade again without an engine.
struct Evidence {
  SubmissionFacts submission;
  Environment environment;
  std::string started;  ///< RFC 3339, UTC
  std::string finished;
  std::vector<std::string> checks;    ///< the only ones that were asked for; empty: all
  std::map<int, TaskEvidence> tasks;  ///< by number
  std::vector<Error> infrastructure;  ///< what went wrong on our side, also when a retry mended it
  struct {
    int containers = 0;
    int networks = 0;
    int volumes = 0;
    int images = 0;
  } leftovers;
};

/// Looks a probe up; NotReached when it was never tried.
[[nodiscard]] const Sight& look_up(const TaskEvidence& evidence, const Probe& probe);

/// How often was tried what gave this sight; 0 when nobody looked.
[[nodiscard]] int attempts_of(const Sight& sight);

/// What a sight makes of the phase in which it was had.
[[nodiscard]] PhaseStatus status_of(const Sight& sight);

}  // namespace pinko

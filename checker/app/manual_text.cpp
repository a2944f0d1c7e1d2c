#include "checker/app/manual_text.hpp"

namespace pinko::app {
namespace {

constexpr TextRow kExamples[] = {
    {"pinko-check task6", "grade task6 of the repository that you stand in"},
    {"pinko-check all --repo ~/softy-pinko", "grade every task of another one"},
    {"pinko-check task5 --commit HEAD", "grade what is committed, as your teacher will see it"},
    {"pinko-check watch task5", "grade task5 again whenever you save a file of it"},
    {"pinko-check explain t6-round-robin", "what a check asks for, why, and how to mend it"},
};

constexpr TextRow kExitCodes[] = {
    {"0", "everything passed"},
    {"1", "something of the student's failed"},
    {"2", "wrong usage"},
    {"3", "the checker could not look: nothing is said about the student"},
    {"4", "refused for safety: what asks for something dangerous was not run"},
    {"130, 143", "interrupted, and cleaned up"},
};

constexpr TextRow kEnvironment[] = {
    {"DOCKER_HOST", "the container engine to use, such as unix:///run/podman/podman.sock"},
    {"PINKO_BROWSER", "the Chromium or Chrome to load pages with"},
    {"PINKO_BASES", "real or stand-in: never make stand-ins of base images, or never pull them"},
    {"NO_COLOR", "set to anything: no colours"},
    {"CLICOLOR_FORCE", "set to anything but 0: colours also where the output is no terminal"},
    {"XDG_CACHE_HOME", "where the times of earlier runs are kept (~/.cache)"},
};

constexpr TextRow kFiles[] = {
    {"$XDG_CACHE_HOME/pinko-check/durations.json",
     "how long each step of a task took before, for the words \"usually 12 s\"; may be removed"},
};

}  // namespace

std::span<const TextRow> examples() {
  return kExamples;
}

std::span<const TextRow> exit_codes() {
  return kExitCodes;
}

std::span<const TextRow> environment_variables() {
  return kEnvironment;
}

std::span<const TextRow> files() {
  return kFiles;
}

}  // namespace pinko::app

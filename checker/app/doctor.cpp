#include "checker/app/commands.hpp"
#include "checker/app/exit_codes.hpp"
#include "checker/app/world.hpp"
#include "checker/browser/chromium.hpp"
#include "checker/engine/resources.hpp"
#include "checker/util/text.hpp"

#include <array>
#include <iostream>
#include <unistd.h>

namespace pinko::app {
namespace {

constexpr std::uint64_t kGiB = 1ULL << 30;
constexpr std::uint64_t kLeastFree = 4 * kGiB;  ///< all seven tasks, cold, took 2.6 GiB

/// Prints a line a finding and counts what keeps the checker from grading.
class Findings {
 public:
  explicit Findings(bool color)
      : color_(color) {}

  void good(const std::string& what, const std::string& words) { line("32", "ok  ", what, words); }
  void note(const std::string& what, const std::string& words) { line("33", "note", what, words); }
  void bad(const std::string& what, const std::string& words) {
    line("31", "bad ", what, words);
    ++bad_;
  }
  [[nodiscard]] int bad_count() const { return bad_; }

 private:
  void line(const char* color,
            const char* mark,
            const std::string& what,
            const std::string& words) {
    const std::string shown = color_ ? "\x1b[" + std::string(color) + "m" + mark + "\x1b[0m" : mark;
    constexpr std::size_t kColumn = 15;
    const std::string gap(what.size() < kColumn ? kColumn - what.size() : 1, ' ');
    std::cout << shown << "  " << what << gap << printable(words) << '\n';
  }

  bool color_;
  int bad_ = 0;
};

std::string gib(std::uint64_t bytes) {
  const std::uint64_t tenths = bytes * 10 / kGiB;
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " GiB";
}

void look_at_engine(World& world, Findings& findings) {
  if (!world.engine()) {
    findings.bad("engine", world.engine().error().message);
    return;
  }
  const engine::EngineInfo& info = *world.info();
  findings.good("engine",
                info.name + ' ' + info.version + ", API " + info.api_version + ", cgroup " +
                    (info.cgroup_version.empty() ? "?" : info.cgroup_version) + ", " +
                    std::to_string(info.cpus) + " CPUs, " + gib(info.memory_bytes));
  if (!info.free_bytes) {
    findings.note("disk", "the engine is not on this machine; its room cannot be seen");
  } else if (*info.free_bytes < kLeastFree) {
    findings.bad("disk",
                 gib(*info.free_bytes) + " free below " + info.data_root +
                     "; `docker builder prune` makes room, at least 4 GiB are needed");
  } else {
    findings.good("disk", gib(*info.free_bytes) + " free below " + info.data_root);
  }
}

void look_at_compose(World& world, Findings& findings) {
  const Status runs =
      world.compose() ? engine::confirm_compose(
                            world.runner(), *world.compose(), Deadline::in(std::chrono::minutes(1)))
                      : Status(fail(world.compose().error()));
  if (runs) {
    findings.good("compose", "version " + world.compose()->version);
  } else {
    findings.bad("compose", runs.error().message + "; tasks 4 to 6 need it");
  }
}

void look_at_browser(World& world, Findings& findings) {
  const std::string version = world.browser().version();
  if (!version.empty()) {
    findings.good("browser", version);
    return;
  }
  const auto found = browser::find_chromium(world.browser_options());
  findings.bad("browser", found ? found->string() + " does not start" : found.error().message);
}

void look_at_bases(World& world, Findings& findings) {
  for (const std::string name : {"ubuntu:latest", "nginx:latest"}) {
    const auto image = (*world.engine())->image(name, Deadline::in(std::chrono::seconds(10)));
    if (!image) {
      findings.bad(name, image.error().message);
    } else if (!*image) {
      findings.note(name, "not here yet; the first run fetches it, or makes a stand-in");
    } else if ((*image)->labels.contains(engine::kStandInLabel)) {
      findings.note(name, "a stand-in, made because no registry answered");
    } else {
      findings.good(name, "the real image");
    }
  }
}

/// Can a network still be had of the pools? Tried for real, and removed at once.
void look_at_pools(World& world, Findings& findings) {
  engine::NetworkSpec spec;
  spec.name = world.identity().name(0, "doctor");
  spec.labels = world.identity().labels();
  const auto network = engine::make_network(
      **world.engine(), world.log(), spec, Deadline::in(std::chrono::seconds(20)));
  if (network) {
    findings.good("address pools", "a network could be made");
  } else {
    findings.bad("address pools", network.error().message);
  }
}

void tell_owner(const std::string& port, const engine::PortOwner& owner, Findings& findings) {
  const std::string who = owner.program.empty() ? "another program" : owner.program;
  const std::string words = who +
                            (owner.pid > 0 ? " (pid " + std::to_string(owner.pid) + ")" : "") +
                            " listens on " + owner.address;
  if (owner.address == "0.0.0.0" || owner.address == "::") {
    findings.bad(port, words + ", which keeps the checker from using it; end it");
  } else {
    findings.note(port, words + "; the checker uses addresses of its own");
  }
}

void look_at_ports(Findings& findings) {
  for (const std::uint16_t port : std::array<std::uint16_t, 3>{80, 5252, 9000}) {
    const std::string name = "port " + std::to_string(port);
    const auto owners = engine::owners_of(port);
    for (const engine::PortOwner& owner : owners)
      tell_owner(name, owner, findings);
    if (owners.empty()) findings.good(name, "free");
  }
}

void look_at_leftovers(World& world, Findings& findings) {
  const Deadline deadline = Deadline::in(std::chrono::seconds(20));
  const engine::Judging judging = engine::judging_of(**world.engine());
  int dead = 0;
  for (const auto kind : {engine::ObjectKind::container,
                          engine::ObjectKind::network,
                          engine::ObjectKind::volume,
                          engine::ObjectKind::image}) {
    const auto objects = (*world.engine())->list(kind, engine::kOwnerLabel, "", deadline);
    if (!objects) {
      findings.bad("leftovers", objects.error().message);
      return;
    }
    for (const engine::EngineObject& object : *objects) {
      if (engine::is_left_over(object.labels, judging)) ++dead;
    }
  }
  if (dead == 0) {
    findings.good("leftovers", "none");
  } else {
    findings.note(
        "leftovers",
        std::to_string(dead) + " objects of killed runs; `pinko-check sweep` removes them");
  }
}

}  // namespace

int doctor_command(const Options& options, Session& session, const std::stop_token& stop) {
  TerminalProgress progress(ask_terminal(STDERR_FILENO, options.color), options.verbosity);
  World world(session, progress, stop, Deadline::in(std::chrono::seconds(120)));
  world.browser().prepare();
  world.open();
  Findings findings(ask_terminal(STDOUT_FILENO, options.color).color);
  look_at_engine(world, findings);
  look_at_compose(world, findings);
  look_at_browser(world, findings);
  if (world.engine()) {
    look_at_bases(world, findings);
    look_at_pools(world, findings);
    look_at_leftovers(world, findings);
  }
  look_at_ports(findings);
  return findings.bad_count() == 0 ? 0 : kInfrastructure;
}

}  // namespace pinko::app

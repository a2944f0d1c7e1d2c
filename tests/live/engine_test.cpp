#include "checker/engine/docker_engine.hpp"
#include "checker/engine/resources.hpp"
#include "checker/engine/run_identity.hpp"
#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace pinko;
using namespace pinko::engine;
using namespace std::chrono_literals;

namespace {

class QuietLog final : public Log {
 public:
  void write(LogLevel level, std::string_view line) override {
    if (level == LogLevel::warning) UNSCOPED_INFO(std::string(line));
  }
};

/// An engine that has ubuntu:latest, a run of its own, and everything of it removed at the end.
struct Bench {
  ProcessRunner runner;
  QuietLog log;
  RunIdentity run = RunIdentity::of_this_process();
  std::unique_ptr<ContainerEngine> engine;

  Bench() {
    auto connected = connect_engine(runner, log, {}, soon());
    if (connected) engine = std::move(*connected);
    const auto base =
        engine ? engine->image("ubuntu:latest", soon()) : fail(ErrorCode::engine, "no engine");
    if (!base || !*base) std::exit(77);
  }
  ~Bench() { (void)remove_run(*engine, log, run.id, soon()); }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  static Deadline soon() { return Deadline::in(60s); }

  [[nodiscard]] ContainerSpec spec(std::vector<std::string> command) const {
    ContainerSpec made;
    made.image = "ubuntu:latest";
    made.command = std::move(command);
    made.labels = run.labels();
    return made;
  }

  [[nodiscard]] BuildRequest request(const std::filesystem::path& context,
                                     const std::string& dockerfile) const {
    std::ofstream(context / "Dockerfile") << dockerfile;
    return {.context = context, .tag = run.image(0, "app"), .labels = run.labels()};
  }
};

/// True when a connection to the address is accepted.
bool accepts(const std::string& address, std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(port);
  inet_pton(AF_INET, address.c_str(), &name.sin_addr);
  const bool accepted = connect(fd, reinterpret_cast<sockaddr*>(&name), sizeof name) == 0;
  close(fd);
  return accepted;
}

}  // namespace

TEST_CASE("the engine tells what it is") {
  Bench bench;
  const auto info = bench.engine->info(Bench::soon());
  REQUIRE(info);
  CHECK_FALSE(info->version.empty());
  CHECK(info->cpus > 0);
}

TEST_CASE("an image is built, inspected, run and removed") {
  Bench bench;
  const TempDir folder("engine-test");
  std::ofstream(folder.path() / "words") << "Hello, World!\n";
  const auto built = bench.engine->build(
      bench.request(folder.path(),
                    "FROM ubuntu:latest\nWORKDIR /app\nCOPY words /app/words\n"
                    "RUN ln -s /app/words /link && ln -s nowhere /app/loop\nEXPOSE 5252\n"
                    "CMD cat words; echo aside >&2; exit 3\n"));
  REQUIRE(built);
  INFO(built->output);
  REQUIRE(built->ok);
  const auto image = bench.engine->image(bench.run.image(0, "app"), Bench::soon());
  REQUIRE(image);
  REQUIRE(image->has_value());
  CHECK((*image)->working_dir == "/app");
  CHECK((*image)->exposed == std::vector<std::uint16_t>{5252});
  CHECK((*image)->labels.at(kRunLabel) == bench.run.id);

  ContainerSpec spec;
  spec.image = bench.run.image(0, "app");
  spec.labels = bench.run.labels();
  const auto ran = bench.engine->run_once(spec, Deadline::in(20s), 1000);
  REQUIRE(ran);
  CHECK(ran->out == "Hello, World!\n");
  CHECK(ran->err == "aside\n");
  CHECK(ran->exit_code == 3);
  CHECK_FALSE(ran->timed_out);

  {
    const auto made = make_container(*bench.engine, bench.log, spec, Bench::soon());
    REQUIRE(made);
    const auto linked = bench.engine->read(made->id(), "/link", {}, Bench::soon());
    REQUIRE(linked);
    REQUIRE(linked->entries.size() == 1);
    CHECK(linked->entries[0].bytes == "Hello, World!\n");
    const auto app = bench.engine->read(made->id(), "/app", {}, Bench::soon());
    REQUIRE(app);
    CHECK(app->is_directory);
    REQUIRE(app->entries.size() == 3);
    for (const ArchiveEntry& entry : app->entries) {
      if (entry.path == "loop") CHECK(entry.target == "nowhere");
      if (entry.path == "words") CHECK(entry.bytes == "Hello, World!\n");
    }
    const auto none = bench.engine->read(made->id(), "/no/such", {}, Bench::soon());
    REQUIRE(none);
    CHECK_FALSE(none->exists);
    CHECK(bench.engine->read("pinko-no-such", "/", {}, Bench::soon()).error().code ==
          ErrorCode::engine);
  }
  const auto removed = remove_run(*bench.engine, bench.log, bench.run.id, Bench::soon());
  REQUIRE(removed);
  CHECK(removed->containers == 0);
  CHECK(removed->images == 1);
  const auto left = count_run(*bench.engine, bench.run.id, Bench::soon());
  REQUIRE(left);
  CHECK(left->total() == 0);
}

TEST_CASE("a build that fails names its step") {
  Bench bench;
  const TempDir folder("engine-test");
  const auto built =
      bench.engine->build(bench.request(folder.path(), "FROM ubuntu:latest\nRUN apt-get-update\n"));
  REQUIRE(built);
  CHECK_FALSE(built->ok);
  CHECK(built->failed_step == "RUN apt-get-update");
  CHECK(built->ended_because.empty());
}

TEST_CASE("an endless build ends at its deadline") {
  Bench bench;
  const TempDir folder("engine-test");
  BuildRequest request =
      bench.request(folder.path(), "FROM ubuntu:latest\nRUN while :; do sleep 1; done\n");
  request.deadline = Deadline::in(3s);
  const auto built = bench.engine->build(request);
  REQUIRE(built);
  CHECK_FALSE(built->ok);
  CHECK(built->timed_out);
  CHECK(built->failed_step == "RUN while :; do sleep 1; done");
}

TEST_CASE("a command that is not there is told apart from an engine that fails") {
  Bench bench;
  const auto ran = bench.engine->run_once(bench.spec({"pinko-no-such"}), Deadline::in(20s), 1000);
  REQUIRE(ran);
  CHECK(ran->start_error.find("pinko-no-such") != std::string::npos);
}

TEST_CASE("a container that does not end is killed at its deadline and its output kept") {
  Bench bench;
  const auto ran = bench.engine->run_once(
      bench.spec({"sh", "-c", "trap '' TERM; echo begun; sleep 60"}), Deadline::in(1s), 1000);
  REQUIRE(ran);
  CHECK(ran->timed_out);
  CHECK(ran->out == "begun\n");
}

TEST_CASE("memory beyond the limit is told") {
  Bench bench;
  ContainerSpec spec = bench.spec({"sh", "-c", "head -c 200m /dev/zero | tail -c 190m | wc -c"});
  spec.limits.memory_bytes = 32ULL << 20;
  const auto ran = bench.engine->run_once(spec, Deadline::in(30s), 1000);
  REQUIRE(ran);
  CHECK((ran->out_of_memory || ran->exit_code != 0 || ran->out == "0\n"));
}

TEST_CASE("a container may do no more than it needs") {
  Bench bench;
  const auto ran = bench.engine->run_once(
      bench.spec({"sh", "-c", "grep -E 'CapEff|NoNewPrivs' /proc/self/status; ulimit -c"}),
      Deadline::in(20s),
      1000);
  REQUIRE(ran);
  CHECK(ran->out.find("NoNewPrivs:\t1") != std::string::npos);
  CHECK(ran->out.find("CapEff:\t00000000000004eb") != std::string::npos);
  CHECK(ran->out.ends_with("\n0\n"));
}

TEST_CASE("a running container is looked into") {
  Bench bench;
  const auto network =
      make_network(*bench.engine,
                   bench.log,
                   {.name = bench.run.name(0, "net"), .labels = bench.run.labels()},
                   Bench::soon());
  REQUIRE(network);
  ContainerSpec spec = bench.spec(
      {"sh", "-c", "i=0; while [ $i -lt 3 ]; do echo line $i; i=$((i+1)); done; sleep 60"});
  spec.network = network->name();
  spec.aliases = {"worker"};
  const auto made = make_container(*bench.engine, bench.log, spec, Bench::soon());
  REQUIRE(made);
  REQUIRE(bench.engine->start(made->id(), Bench::soon()));
  const auto state = bench.engine->state(made->id(), Bench::soon());
  REQUIRE(state);
  REQUIRE(state->has_value());
  CHECK((*state)->running);
  CHECK((*state)->addresses.at(network->name()).starts_with("10.213."));

  const auto exec = bench.engine->exec(
      {.container = made->id(), .argv = {"sh", "-c", "getent hosts worker; echo x >&2; exit 7"}});
  REQUIRE(exec);
  CHECK(exec->exit_code == 7);
  CHECK(exec->err == "x\n");
  CHECK(exec->out.find("worker") != std::string::npos);
  const auto missing = bench.engine->exec({.container = made->id(), .argv = {"pinko-no-such"}});
  REQUIRE(missing);
  CHECK(missing->exit_code != 0);

  const auto all = bench.engine->logs(made->id(), {}, Bench::soon());
  REQUIRE(all);
  REQUIRE(all->size() == 3);
  CHECK((*all)[0].text == "line 0");
  CHECK((*all)[0].time_ns < (*all)[1].time_ns);
  const auto later =
      bench.engine->logs(made->id(), {.since_ns = (*all)[1].time_ns + 1}, Bench::soon());
  REQUIRE(later);
  CHECK(later->size() == 1);
  CHECK(bench.engine->counters(made->id(), Bench::soon()).has_value());
}

TEST_CASE("a copy of a container runs like it under another name, and hears signals") {
  const bool by_id = GENERATE(false, true);  // as Compose v1 and v2 name a network
  Bench bench;
  NetworkSpec network;
  network.name = bench.run.name(0, "copies");
  network.labels = bench.run.labels();
  const auto net = make_network(*bench.engine, bench.log, network, Bench::soon());
  REQUIRE(net);
  ContainerSpec spec = bench.spec(
      {"sh", "-c", "trap 'getent ahostsv4 api; exit 4' HUP; while :; do sleep 0.05; done"});
  spec.name = bench.run.name(0, "api-1");
  spec.network = by_id ? net->id() : network.name;
  spec.aliases = {"api"};
  const auto first = make_container(*bench.engine, bench.log, spec, Bench::soon());
  REQUIRE(first);
  REQUIRE(bench.engine->start(first->id(), Bench::soon()) == "");
  const auto copy =
      bench.engine->copy(first->id(),
                         {.name = bench.run.name(0, "api-2"), .labels = {{"number", "2"}}},
                         Bench::soon());
  REQUIRE(copy);
  REQUIRE(bench.engine->start(*copy, Bench::soon()) == "");
  const auto state = bench.engine->state(*copy, Bench::soon());
  REQUIRE(state);
  REQUIRE(*state);
  CHECK((*state)->name == bench.run.name(0, "api-2"));
  CHECK((*state)->labels.at(kRunLabel) == bench.run.id);
  CHECK((*state)->labels.at("number") == "2");
  REQUIRE(bench.engine->signal(*copy, "HUP", Bench::soon()));
  const auto ended = bench.engine->wait_exit(*copy, Deadline::in(20s));
  REQUIRE(ended);
  CHECK(ended->exit_code == 4);
  const auto lines = bench.engine->logs(*copy, {}, Bench::soon());
  REQUIRE(lines);
  // The name leads to it as to the first.
  const std::string address = (*state)->addresses.at(network.name) + ' ';
  CHECK(std::any_of(lines->begin(), lines->end(), [&address](const LogLine& line) {
    return line.text.starts_with(address);
  }));
  CHECK_FALSE(bench.engine->signal(*copy, "HUP", Bench::soon()));
  REQUIRE(bench.engine->remove(ObjectKind::container, *copy, Bench::soon()));
}

TEST_CASE("a published port answers on the run's own address, with egress cut or not") {
  Bench bench;
  const auto address = RunAddress::claim();
  REQUIRE(address);
  const bool cut = GENERATE(false, true);
  const auto network = make_network(
      *bench.engine,
      bench.log,
      {.name = bench.run.name(0, "net"), .labels = bench.run.labels(), .cut_egress = cut},
      Bench::soon());
  REQUIRE(network);
  ContainerSpec spec = bench.spec({"sleep", "60"});
  spec.network = network->name();
  spec.publish = {{.address = address->text(), .host_port = 5252, .container_port = 5252}};
  const auto made = make_container(*bench.engine, bench.log, spec, Bench::soon());
  REQUIRE(made);
  REQUIRE(bench.engine->start(made->id(), Bench::soon()));
  CHECK(accepts(address->text(), 5252));  // the engine's forwarder, at least
  CHECK_FALSE(accepts(address->text(), 9000));
  ContainerSpec second = spec;
  const auto rival = make_container(*bench.engine, bench.log, second, Bench::soon());
  REQUIRE(rival);
  const auto started = bench.engine->start(rival->id(), Bench::soon());
  REQUIRE_FALSE(started);
  CHECK(started.error().code == ErrorCode::port_owner);
}

TEST_CASE("a sweep removes what dead runs left and leaves living runs alone") {
  Bench bench;
  RunIdentity dead = RunIdentity::of_this_process();
  dead.owner = "1:1" + dead.owner.substr(dead.owner.find('@'));  // process 1 began at tick 0
  ContainerSpec spec = bench.spec({"sleep", "60"});
  const auto mine = bench.engine->create(spec, Bench::soon());
  spec.labels = dead.labels();
  const auto theirs = bench.engine->create(spec, Bench::soon());
  spec.name += "-elsewhere";
  spec.labels[kOwnerLabel] = "1:1@other.other";
  const auto elsewhere = bench.engine->create(spec, Bench::soon());
  REQUIRE(mine);
  REQUIRE(theirs);
  REQUIRE(sweep(*bench.engine, bench.log, Bench::soon()));
  CHECK(bench.engine->state(*mine, Bench::soon())->has_value());
  CHECK_FALSE(bench.engine->state(*theirs, Bench::soon())->has_value());
}

TEST_CASE("forty networks at once are no trouble") {
  Bench bench;
  std::vector<Resource> networks;
  for (int i = 0; i < 40; ++i) {
    auto made = make_network(
        *bench.engine,
        bench.log,
        {.name = bench.run.name(0, "n" + std::to_string(i)), .labels = bench.run.labels()},
        Bench::soon());
    REQUIRE(made);
    networks.push_back(std::move(*made));
  }
  CHECK(networks.size() == 40);
}

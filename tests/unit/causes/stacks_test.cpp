#include "checker/discovery/compose_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

#include <functional>

using namespace pinko;
using namespace pinko::test;

namespace {

constexpr const char* kStack = "docker-compose.yml";
constexpr const char* kProxy = "proxy/proxy.conf";

/// What Compose reads in a model's file after a change.
Look reads(const char* check, const char* from, const char* to) {
  const int task = check[1] - '0';
  const Sources sources = edited(model(task), kStack, from, to);
  ComposeSeen seen;
  seen.file = file("task" + std::to_string(task) + '/' + kStack, sources.texts.at(kStack));
  seen.accepted = true;
  seen.compose = "2.26.1";
  seen.services = discovery::to_services(discovery::parse_compose(seen.file.bytes, seen.file.path),
                                         "task" + std::to_string(task));
  return {.check = check, .seen = seen, .task = sources};
}

/// The same where Compose does not name a service.
Look left_out(Look look, std::string_view name = "front-end") {
  std::erase_if(std::get<ComposeSeen>(look.seen).services,
                [name](const ComposeService& one) { return one.name == name; });
  return look;
}

/// Task 4 after a change of its Compose file; the checker's own names let every image be built.
Look builds(const char* from, const char* to) {
  ProjectBuildSeen seen;
  seen.ok = true;
  seen.images.resize(2);
  for (BuildSeen& image : seen.images)
    image.ok = true;
  return {.check = "t4-builds", .seen = seen, .task = edited(model(4), kStack, from, to)};
}

ProjectSeen replicas(int count) {
  ProjectSeen seen;
  seen.services = {{.service = "back-end", .running = count},
                   {.service = "front-end", .running = 1},
                   {.service = "proxy", .running = 1}};
  return seen;
}

Look scales(ProjectSeen seen, const char* from = "proxy", const char* to = "proxy") {
  return {
      .check = "t6-replicas", .seen = std::move(seen), .task = edited(model(6), kStack, from, to)};
}

/// A row of twenty requests, by a rule.
ReplicaSample turns(const std::function<int(int)>& who, int connections = 1) {
  ReplicaSample sample;
  sample.replicas = 2;
  Turns row;
  row.connections = connections;
  for (int i = 0; i < 20; ++i)
    row.who.push_back(who(i));
  sample.rows = {row, row};
  return sample;
}

Look balances(ReplicaSample sample, const std::string& conf = {}) {
  Sources task = model(6);
  if (!conf.empty()) task.texts[kProxy] = conf;
  return {.check = "t6-round-robin", .seen = std::move(sample), .task = std::move(task)};
}

std::string upstream(const std::string& lines) {
  return "upstream api {\n" + lines +
         "}\nserver {\n  listen 80;\n  location / { proxy_pass http://front-end:9000; }\n"
         "  location /api { proxy_pass http://api; }\n}\n";
}

}  // namespace

TEST_CASE("causes in the services of a Compose file") {
  check_examples({
      {"service-missing",
       reads("t4-services",
             "  front-end:\n    build:\n      context: "
             "./front-end\n      dockerfile: Dockerfile\n    "
             "image: softy-pinko-front-end:task4\n    ports:\n   "
             "   - \"9000:9000\"\n    depends_on:\n      - "
             "back-end\n",
             "\n"),
       reads("t4-services", "front-end", "web-front")},
      {"service-in-profile",
       left_out(reads("t4-services", "  front-end:\n", "  front-end:\n    profiles: [web]\n")),
       left_out(reads("t4-services", "  front-end:\n", "  front-end:\n    labels: [web]\n"))},
      {"service-without-build",
       reads("t4-services",
             "    build:\n      context: ./front-end\n      dockerfile: Dockerfile\n",
             ""),
       reads("t4-services", "front-end:task4", "x:y")},
      {"service-image-name-invalid",
       builds("image: softy-pinko-back-end", "image: Softy_Pinko/Back End"),
       builds("image: softy-pinko-back-end", "image: softy_pinko/back.end"),
       "    image: softy_pinko/back-end:task4"},
      {"service-without-ports",
       reads("t4-services", "    ports:\n      - \"9000:9000\"\n", ""),
       reads("t4-services", "9000:9000", "9001:9000")},
      {"depends-on-missing",
       left_out(reads("t4-depends-on",
                      "    depends_on:\n      - back-end\n",
                      "  tools:\n    image: tool\n    profiles: [debug]\n"),
                "tools"),
       reads("t4-depends-on", "      - back-end", "      - backend"),
       "depends_on:"},
      {"depends-on-unknown",
       reads("t4-depends-on", "      - back-end", "      - backend"),
       reads("t4-depends-on", "    depends_on:\n      - back-end\n", ""),
       "      - back-end"},
      {"proxy-service-missing",
       reads("t5-proxy-service",
             "  proxy:\n    build:\n      context: ./proxy\n      dockerfile: Dockerfile\n"
             "    image: softy-pinko-proxy:task5\n    ports:\n      - \"80:80\"\n"
             "    depends_on:\n      - front-end\n      - back-end\n",
             "\n"),
       reads("t5-proxy-service", "  proxy:", "  gateway:"),
       "  proxy:\n    build: ./proxy\n"},
      {"proxy-called-otherwise",
       reads("t5-proxy-service", "  proxy:", "  gateway:"),
       reads("t5-proxy-service", "80:80", "8080:80"),
       "  proxy:"},
      {"service-called-otherwise",
       reads("t6-service-name", "  back-end:", "  backend:"),
       reads("t6-service-name", "  front-end:", "  frontend:"),
       "  back-end:"},
      {"two-back-ends-by-hand",
       reads("t6-service-name", "  back-end:", "  back-end2:\n    build: ./back-end\n  back-end1:"),
       reads("t6-service-name", "  back-end:", "  backend:")},
  });
}

TEST_CASE("a stack of task 6 whose proxy is missing, or has another name, is told so") {
  const auto notes = [](const char* from, const char* to) {
    const Look look = reads("t6-service-name", from, to);
    return why(look.check, look.seen, look.task).notes;
  };
  const std::vector<std::string> named = notes("  proxy:", "  gateway:");
  REQUIRE(named.size() == 1);
  CHECK(named.front().find("gateway") != std::string::npos);
  CHECK(notes("  front-end:", "  frontend:").empty());
}

TEST_CASE("causes in the ports of a Compose file") {
  HttpSeen closed;
  closed.problem = "connection refused";
  const auto api = [&](const char* from, const char* to) {
    return Look{
        .check = "t4-api-hello", .seen = closed, .task = edited(model(4), kStack, from, to)};
  };
  PortsSeen ports;
  ports.published = {{.service = "back-end", .container_port = 5252, .host_port = 5252}};
  ports.answers_5252 = true;
  PortsSeen random = ports;
  random.published.front().chosen_by_engine = true;
  random.answers_5252 = false;
  const Sources left = edited(
      model(5), kStack, "    expose:\n      - \"5252\"", "    ports:\n      - \"5252:5252\"");
  check_examples({
      {"port-not-published",
       api("5252:5252", "5000:5252"),
       api("\"5252:5252\"", "5252:5252"),
       "- \"5252:5252\""},
      {"published-port-leads-nowhere",
       api("5252:5252", "5252:5000"),
       api("5252:5252", "5252"),
       "- \"5252:5252\""},
      {"host-port-left",
       {"t5-no-host-ports", ports, left},
       {"t5-no-host-ports", random, left},
       "    expose:\n      - \"5252\""},
  });
}

TEST_CASE("each of two services with ports has lines of its own") {
  PortsSeen both;
  both.published = {{.service = "back-end", .container_port = 5252, .host_port = 5252},
                    {.service = "front-end", .container_port = 9000, .host_port = 9000}};
  Sources task = edited(
      model(5), kStack, "    expose:\n      - \"5252\"", "    ports:\n      - \"5252:5252\"");
  task = edited(std::move(task),
                kStack,
                "    expose:\n      - \"9000\"",
                "    ports:\n      - \"9000:9000\"");
  CHECK(why("t5-no-host-ports", both, task).corrected == "    expose:\n      - \"5252\"");
  std::swap(both.published[0], both.published[1]);
  CHECK(why("t5-no-host-ports", both, task).corrected == "    expose:\n      - \"9000\"");
}

TEST_CASE("a proxy on another port of the computer is told what it publishes") {
  const Look look = reads("t5-proxy-service", "\"80:80\"", "\"8080:80\"");
  const Verdict verdict = why(look.check, look.seen, look.task);
  CHECK(verdict.cause_id == "port-not-published");
  CHECK(verdict.cause.find("8080:80") != std::string::npos);
  CHECK(verdict.corrected.find("- \"80:80\"") != std::string::npos);
}

TEST_CASE("causes that keep two servers from starting") {
  check_examples({
      {"container-name-on-scaled",
       scales(replicas(1), "image: softy-pinko-back-end:task6", "container_name: api"),
       scales(replicas(1))},
      {"host-port-on-scaled",
       scales(replicas(1), "    expose:\n      - \"5252\"", "    ports:\n      - \"5252:5252\""),
       scales(replicas(1), "    expose:\n      - \"5252\"", "    ports:\n      - \"5252\""),
       "    expose:\n      - \"5252\""},
  });
}

TEST_CASE("causes of turns that are not taken") {
  const auto first = [](int) { return 0; };
  const auto pairs = [](int i) { return i / 2 % 2; };
  const auto uneven = [](int i) { return i % 3 == 0 ? 1 : 0; };
  ReplicaSample broken = turns([](int i) { return i % 2; });
  for (Turns& row : broken.rows)
    row.failures = 10;
  ReplicaSample three = turns([](int i) { return i % 2; });
  three.asked = three.replicas = 3;
  const auto fresh = [&] { return turns(uneven, 7); };
  check_examples({
      {"proxy-starts-first", balances(turns(first)), balances(turns(pairs)), "depends_on:"},
      {"not-all-servers-asked", balances(three), balances(turns(first))},
      {"upstream-names-containers",
       balances(three,
                upstream("  server task6-back-end-1:5252;\n  server task6-back-end-2:5252;\n")),
       balances(three, upstream("  server back-end:5252;\n")),
       "server back-end:5252;"},
      {"upstream-listed-twice", balances(turns(pairs)), balances(turns(first))},
      {"upstream-listed-twice",
       balances(turns(pairs), upstream("  server back-end:5252;\n  server back-end:5252;\n")),
       balances(turns(first), upstream("  server back-end:5252;\n"))},
      {"one-server-is-broken", balances(broken), balances(turns(pairs))},
      {"proxy-closes-connections", balances(fresh()), balances(turns(first))},
      {"balance-method",
       balances(turns(first), upstream("  ip_hash;\n  server back-end:5252;\n")),
       balances(turns(first), upstream("  server back-end:5252;\n"))},
      {"balance-weight",
       balances(turns(uneven), upstream("  server back-end:5252 weight=2;\n")),
       balances(turns(uneven), upstream("  server back-end:5252 weight=1;\n")),
       "  server back-end:5252;"},
      {"proxy-pass-variable",
       balances(turns(uneven),
                "server {\n  resolver 127.0.0.11;\n  location /api {\n    set $b back-end;\n"
                "    proxy_pass http://$b:5252;\n  }\n}\n"),
       balances(turns(uneven)),
       "    proxy_pass http://back-end:5252;"},
  });
}

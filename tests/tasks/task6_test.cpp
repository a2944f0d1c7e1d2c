#include "tests/support/catch.hpp"
#include "tests/tasks/tables.hpp"

#include <algorithm>

using namespace pinko;
using namespace pinko::test;

namespace {

constexpr const char* kConf = "proxy/proxy.conf";

FileSeen command(std::string text) {
  return file("task6/2-api-servers.txt", std::move(text));
}

ComposeSeen compose_with(std::vector<std::string> names) {
  ComposeSeen seen;
  seen.file = file("task6/docker-compose.yml", "services:\n");
  seen.accepted = true;
  for (std::string& name : names) {
    ComposeService one;
    one.name = std::move(name);
    one.has_build = true;
    seen.services.push_back(std::move(one));
  }
  return seen;
}

ProjectSeen running(int back_ends, int proxies) {
  ProjectSeen seen;
  seen.ok = true;
  seen.services = {{.service = "back-end", .running = back_ends},
                   {.service = "proxy", .running = proxies}};
  return seen;
}

/// 20 requests in a pattern that repeats: "AB" is A B A B …; '?' is nobody known.
Turns row(const std::string& pattern, std::size_t count = 20) {
  Turns turns;
  turns.connections = 1;
  for (std::size_t i = 0; i < count; ++i) {
    const char one = pattern[i % pattern.size()];
    turns.who.push_back(one == '?' ? -1 : one - 'A');
  }
  return turns;
}

ReplicaSample sample(std::vector<Turns> rows, int replicas = 2) {
  ReplicaSample seen;
  seen.replicas = replicas;
  seen.nginx_workers = 2;
  seen.read_from = "logs";
  seen.rows = std::move(rows);
  return seen;
}

}  // namespace

TEST_CASE("t6-front-end-files and t6-command-file") {
  CHECK(is_passed(judged("t6-front-end-files", model_site(6))));
  CHECK(is_failed(judged("t6-front-end-files", SiteSeen{})));
  CHECK(is_passed(judged("t6-command-file", model_file(6, "2-api-servers.txt"))));
  CHECK(is_failed(judged("t6-command-file", missing("task6/2-api-servers.txt"))));
}

TEST_CASE("t6-command-newline wants the last byte to be a newline") {
  CHECK(is_passed(judged("t6-command-newline", model_file(6, "2-api-servers.txt"))));
  const Finding finding =
      judged("t6-command-newline", command("docker-compose up --scale back-end=2"));
  CHECK(is_failed(finding));
  CHECK(finding.where.front().line == 1);
}

TEST_CASE("t6-command takes every way to start two servers, and nothing else") {
  CHECK(is_passed(judged("t6-command", model_file(6, "2-api-servers.txt"))));
  CHECK(is_passed(judged("t6-command", command("docker compose up -d --scale back-end=2\n"))));
  CHECK(is_failed(judged("t6-command", command("docker-compose up --scale back-end=3\n"))));
  CHECK(is_failed(judged("t6-command", command("docker-compose up --scale backend=2\n"))));
  CHECK(is_failed(judged("t6-command", command("docker-compose up\n"))));
  const std::string wide(
      "\xff\xfe"
      "d\0o\0\n\0",
      8);
  CHECK(judged("t6-command", command(wide)).actual == "a file in UTF-16");
}

TEST_CASE("t6-service-name wants one service of that name") {
  CHECK(is_passed(judged("t6-service-name", compose_with({"back-end", "proxy"}))));
  CHECK(says(judged("t6-service-name", compose_with({"backend"})), "called backend"));
  ComposeSeen single = compose_with({"backend"});
  single.services.front().container_name = "backend";
  CHECK(judged("t6-service-name", single).notes.back().starts_with("container_name keeps backend"));
  const Finding two = judged("t6-service-name", compose_with({"back-end-1", "back-end-2"}));
  CHECK(is_failed(two));
  CHECK(says(two, "two services"));
  ComposeSeen refused = compose_with({"back-end"});
  refused.accepted = false;
  CHECK(is_failed(judged("t6-service-name", refused)));
}

TEST_CASE("t6-builds") {
  ProjectBuildSeen build;
  build.ok = true;
  CHECK(is_failed(judged("t6-builds", build)));
  for (const char* role : {"back-end", "front-end", "proxy"})
    build.images.push_back({.ok = true, .role = role});
  CHECK(is_passed(judged("t6-builds", build)));
  build.ok = false;
  CHECK(is_failed(judged("t6-builds", build)));
  // A name does not build an image: what is missing is told, with its place.
  ProjectBuildSeen none;
  none.message = "no service of the file has a build";
  const Finding nothing = judged("t6-builds", none, model(6));
  CHECK(is_failed(nothing));
  CHECK(nothing.cause_id == "service-without-build");
  CHECK(nothing.where.front().path == "task6/docker-compose.yml");
  CHECK(std::ranges::find(nothing.follows, "service-name") == nothing.follows.end());
}

TEST_CASE("t6-replicas names the line that keeps a service single") {
  CHECK(is_passed(judged("t6-replicas", running(2, 1), model(6))));
  const Sources named = edited(model(6),
                               "docker-compose.yml",
                               "  back-end:\n",
                               "  back-end:\n    container_name: back-end\n");
  const Finding finding = judged("t6-replicas", running(1, 1), named);
  CHECK(is_failed(finding));
  CHECK(says(finding, "container_name"));
  CHECK(finding.where.front().line == 3);
  const Sources fixed = edited(model(6),
                               "docker-compose.yml",
                               "    expose:\n      - \"5252\"",
                               "    ports:\n      - \"5252:5252\"");
  CHECK(says(judged("t6-replicas", running(1, 1), fixed), "port 5252"));
  const Sources early = edited(model(6),
                               "docker-compose.yml",
                               "    depends_on:\n      - front-end\n      - back-end\n",
                               "\n");
  CHECK(judged("t6-replicas", running(2, 1), early).notes.size() == 1);
  ProjectSeen other = running(2, 1);
  other.services[0].service = "backend";
  CHECK(judged("t6-replicas", other, model(6)).follows.front() == "service-name");
}

TEST_CASE("t6-page-served, t6-api-hello, t6-no-host-ports and t6-browser repeat task 5") {
  SiteServedSeen served;
  served.files = {{.path = "", .status = 200, .equal = true}};
  CHECK(is_passed(judged("t6-page-served", served)));
  served.files[0].equal = false;
  CHECK(is_failed(judged("t6-page-served", served, model(6))));
  CHECK(is_passed(judged("t6-api-hello", answer("Hello, World!"), model(6))));
  CHECK(is_failed(judged("t6-api-hello", answer("", 502), model(6))));
  PortsSeen ports;
  CHECK(is_passed(judged("t6-no-host-ports", ports, model(6))));
  ports.answers_5252 = true;
  CHECK(is_failed(judged("t6-no-host-ports", ports, model(6))));
  PageSeen page;
  page.loaded = true;
  page.matches = 1;
  page.text = "Hello, World!";
  page.requests = {asked("http://localhost/api/hello", 200)};
  CHECK(is_passed(judged("t6-browser", page, model(6))));
  page.requests.clear();
  CHECK(is_failed(judged("t6-browser", page, model(6))));
}

TEST_CASE("t6-round-robin accepts any fixed order of both servers") {
  CHECK(is_passed(judged("t6-round-robin", sample({row("AB"), row("BA")}), model(6))));
  Turns lost_line = row("AB");
  lost_line.who[7] = -1;
  CHECK(is_passed(judged("t6-round-robin", sample({lost_line}), model(6))));
}

TEST_CASE("t6-round-robin asks the servers, whatever their service is called") {
  const Sources renamed = edited(model(6), "docker-compose.yml", "  back-end:", "  backend:");
  CHECK(is_passed(judged("t6-round-robin", sample({row("AB")}), renamed)));
  // Of two services written by hand one is multiplied, and the other one's turns are not known.
  const Sources two = edited(renamed,
                             "docker-compose.yml",
                             "  backend:",
                             "  backend2:\n    build: ./back-end\n  backend:");
  const Finding finding = judged("t6-round-robin", sample({row("A?B")}), two);
  CHECK(is_failed(finding));
  CHECK(finding.follows.front() == "service-name");
}

TEST_CASE("t6-round-robin rejects what is no turn, with its cause") {
  const auto judge = [](const std::string& pattern, const Sources& task) {
    return judged("t6-round-robin", sample({row(pattern), row(pattern)}), task);
  };
  CHECK(says(judge("A", model(6)), "only one server"));
  CHECK(says(judge("ABBA", model(6)), "more than once"));
  CHECK(says(judge("AABB", model(6)), "more than once"));
  CHECK(is_failed(judge("AABABBBABA", model(6))));
  const Sources unused = edited(model(6),
                                kConf,
                                "server {\n    listen 80;",
                                "upstream api {\n  ip_hash;\n  server back-end:5252;\n}\nserver {"
                                "\n    listen 80;");
  CHECK_FALSE(says(judge("A", unused), "ip_hash"));
  const Sources hash = edited(unused, kConf, "http://back-end:5252", "http://api");
  const Finding finding = judge("A", hash);
  CHECK(says(finding, "ip_hash"));
  CHECK(finding.where.front().path == "task6/proxy/proxy.conf");
  CHECK(finding.where.front().line > 0);
}

TEST_CASE("t6-round-robin: looks that disagree are unstable, and no look is no verdict") {
  const Finding twice = judged("t6-round-robin", sample({row("AB"), row("ABBAB")}), model(6));
  CHECK(twice.kind == Finding::Kind::unstable);
  const Finding blind = judged("t6-round-robin", sample({row("?")}), model(6));
  CHECK(blind.kind == Finding::Kind::errored);
  const Finding half = judged("t6-round-robin", sample({row("A?")}), model(6));
  CHECK(half.kind == Finding::Kind::errored);
  CHECK(is_failed(judged("t6-round-robin", sample({row("A")}, 1), model(6))));
}

TEST_CASE("t6-shares-evenly lets each worker be one ahead") {
  CHECK(is_passed(judged("t6-shares-evenly", sample({row("AB", 40)}), model(6))));
  Turns two_ahead = row("AB", 40);
  two_ahead.who[1] = 0;
  CHECK(is_passed(judged("t6-shares-evenly", sample({two_ahead}), model(6))));
  const Finding finding = judged("t6-shares-evenly", sample({row("AAB", 40)}), model(6));
  CHECK(is_failed(finding));
  CHECK(finding.follows == std::vector<std::string>{"round-robin"});
}

TEST_CASE("t6-five-replicas wants all five in a fixed order") {
  CHECK(is_passed(judged("t6-five-replicas", sample({row("BEADC")}, 5), model(6))));
  const Finding two = judged("t6-five-replicas", sample({row("AB")}, 5), model(6));
  CHECK(is_failed(two));
  CHECK(says(two, "only 2 of 5"));
  const Finding unknown = judged("t6-five-replicas", sample({row("AB")}, 2), model(6));
  CHECK(is_failed(unknown));
  CHECK(unknown.cause_id.empty());
}

TEST_CASE("t6-five-replicas names the ports of which there are too few") {
  const auto with_ports = [](const std::string& ports) {
    const Sources task = edited(model(6),
                                "docker-compose.yml",
                                "    expose:\n      - \"5252\"",
                                "    ports:\n      - \"" + ports + '"');
    return judged("t6-five-replicas", sample({row("AB")}, 2), task);
  };
  const Finding range = with_ports("5252-5253:5252");
  CHECK(range.cause_id == "host-port-on-scaled");
  CHECK(says(range, "has 2 ports of your computer, and each container needs one"));
  CHECK(range.hint.find("Remove ports from back-end") != std::string::npos);
  REQUIRE(range.where.size() == 1);
  CHECK(to_string(range.where.front()).starts_with("task6/docker-compose.yml:8"));
  CHECK(says(with_ports("5252-5253:5252-5253"), "can belong to one container only"));
  CHECK(with_ports("5252-5256:5252").cause_id.empty());
  CHECK(with_ports("5252").cause_id.empty());
}

TEST_CASE("turns are judged apart from what the servers answer") {
  Turns all_wrong = row("AB");
  all_wrong.failures = 20;
  const Finding turns = judged("t6-round-robin", sample({all_wrong, all_wrong}), model(6));
  CHECK(is_passed(turns));
  CHECK(turns.notes.size() == 1);
  CHECK(is_passed(judged("t6-five-replicas", sample({row("ABCDE")}, 5), model(6))));
  Turns one_broken = row("AB");
  one_broken.failures = 10;
  const Finding broken = judged("t6-round-robin", sample({one_broken, one_broken}), model(6));
  CHECK(is_failed(broken));
  CHECK(broken.actual == "10 of 20 requests had another answer than 200");
  CHECK(broken.where.empty());
  Turns nobody = row("?");
  nobody.failures = 20;
  const Finding dead = judged("t6-round-robin", sample({nobody, nobody}), model(6));
  CHECK(is_failed(dead));
  CHECK(says(dead, "no request is answered with 200"));
  CHECK(dead.follows == std::vector<std::string>{"api-hello", "replicas"});
}

TEST_CASE("turns that are taken at one start and not at the next are no turns") {
  const auto lucky = [](const std::string& servers, const char* passed_to = "api") {
    Sources task = model(6);
    task.texts[kConf] = "upstream api { " + servers +
                        " }\nserver { listen 80; location /api { proxy_pass http://" + passed_to +
                        "; } }\n";
    return judged("t6-round-robin", sample({row("AB"), row("AB")}), task);
  };
  const std::string server = "server back-end:5252; ";
  const Finding twice = lucky(server + server);
  CHECK(is_failed(twice));
  CHECK(twice.cause_id == "upstream-listed-twice");
  CHECK(twice.actual.ends_with("at this start"));
  CHECK(is_passed(lucky(server)));
  // A backup is never asked, and a list that nobody asks changes nothing.
  CHECK(is_passed(lucky(server + "server back-end:5252 backup;")));
  CHECK(is_passed(lucky(server + server, "back-end:5252")));
}

TEST_CASE("turns that another method takes all the same pass with a word on it") {
  Sources task = model(6);
  task.texts[kConf] =
      "upstream api { least_conn; server back-end:5252; }\n"
      "server { listen 80; location /api { proxy_pass http://api; } }\n";
  const Finding lucky = judged("t6-round-robin", sample({row("AB"), row("AB")}), task);
  CHECK(is_passed(lucky));
  CHECK(lucky.notes.size() == 1);
}

TEST_CASE("a proxy.conf that was never copied is the cause, whatever it says") {
  Sources task = model(6);
  task.texts["proxy/Dockerfile"] = "FROM nginx:latest\n";
  task.texts[kConf] = "server { location /api { proxy_pass http://nobody:5252; } }\n";
  HttpSeen not_found;
  not_found.answered = true;
  not_found.status = 404;
  const Finding finding = judged("t6-api-hello", not_found, task);
  CHECK(is_failed(finding));
  CHECK(says(finding, "never copies it"));
}

TEST_CASE("t6-as-reference wants the same greeting from whoever has the turn") {
  ComparisonSeen seen = all_alike();
  CHECK(is_passed(judged("t6-as-reference", seen)));
  seen.requests[4].own.body = "Hello!";
  seen.requests[4].same_body = false;
  const Finding finding = judged("t6-as-reference", seen);
  CHECK(is_failed(finding));
  seen.requests[4].once = true;
  CHECK(is_passed(judged("t6-as-reference", seen)));
}

TEST_CASE("a proxy that closes its connections is judged by its workers' turns") {
  const auto closing = [](const std::string& pattern) {
    Turns turns = row(pattern);
    turns.connections = 20;
    return turns;
  };
  const ReplicaSample mixed = sample({closing("AABABBABAABBABAB"), closing("ABBABAAB")});
  CHECK(is_passed(judged("t6-round-robin", mixed, model(6))));
  CHECK(judged("t6-round-robin", mixed, model(6)).notes.size() == 1);
  ReplicaSample kept = mixed;
  for (Turns& turns : kept.rows)
    turns.connections = 1;
  CHECK(is_failed(judged("t6-round-robin", kept, model(6))));
  const ReplicaSample by_chance = sample({closing("AAABABBBABAABBBBAAAB"), closing("ABBABAAB")});
  CHECK(judged("t6-round-robin", by_chance, model(6)).kind != Finding::Kind::passed);
  CHECK(is_failed(judged("t6-round-robin", sample({closing("A"), closing("A")}), model(6))));
  const Sources random =
      with(model(6),
           "proxy/proxy.conf",
           "upstream api { random; server back-end:5252; } server { listen 80; location / { "
           "proxy_pass http://front-end:9000; } location /api { proxy_pass http://api; } }");
  CHECK(is_failed(judged("t6-round-robin", mixed, random)));
}

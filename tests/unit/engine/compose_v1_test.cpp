#include "checker/engine/compose_v1.hpp"

#include "checker/util/temp_dir.hpp"
#include "checker/util/write_whole.hpp"
#include "tests/support/catch.hpp"

using namespace pinko;
using namespace pinko::engine;

namespace {

/// What Compose v1 is given of one service's lines.
std::string service(const std::string& lines, const std::filesystem::path& folder = "/no-such") {
  const auto all = for_compose_v1("services: {api: {" + lines + "}}", folder);
  REQUIRE(all);
  constexpr std::string_view kHead = R"({"services":{"api":)";
  REQUIRE(all->starts_with(kHead));
  return all->substr(kHead.size(), all->size() - kHead.size() - 2);
}

}  // namespace

TEST_CASE("version and name of the file are left out, those of services stay") {
  CHECK(for_compose_v1("version: '9'\nname: stack\nservices: {version: {image: nginx}}\n", "") ==
        R"({"services":{"version":{"image":"nginx"}}})");
}

TEST_CASE("scalars are what they are for newer releases") {
  CHECK(service("restart: no") == R"({"restart":"no"})");
  CHECK(service("environment: {DEBUG: true, PORT: 5252, EMPTY: }") ==
        R"({"environment":{"DEBUG":"true","EMPTY":null,"PORT":5252}})");
  CHECK(service("ports: [22:22]") == R"({"ports":["22:22"]})");
  CHECK(service("build: {context: ., args: {FAST: false}}") ==
        R"({"build":{"args":{"FAST":"false"},"context":"."}})");
  CHECK(service("build: {dockerfile: api.Dockerfile}") ==
        R"({"build":{"context":".","dockerfile":"api.Dockerfile"}})");
  CHECK(service("command: null, entrypoint: ") == "{}");
}

TEST_CASE("what newer releases pass over is left out") {
  CHECK(service("ports: ['80:80', '80:80', 81]") == R"({"ports":["80:80",81]})");
  CHECK(service("expose: ['9000:9000', 9000, '9000']") == R"({"expose":["9000",9000]})");
  CHECK(service("develop: {watch: []}, annotations: [a=b], attach: false, image: nginx") ==
        R"({"image":"nginx"})");
  CHECK(service("build: {context: ., pull: true, no_cache: true, tags: [a], platforms: [b]}") ==
        R"({"build":{"context":"."}})");
  CHECK(service("deploy: {resources: {limits: {memory: 50M, pids: 9}}}") ==
        R"({"deploy":{"resources":{"limits":{"memory":"50M"}}}})");
  CHECK(service("deploy: {resources: }") == R"({"deploy":{"resources":null}})");
  CHECK(service("healthcheck: {test: a, start_interval: 1s}") == R"({"healthcheck":{"test":"a"}})");
  CHECK(service("depends_on: {db: {condition: service_started, restart: true, required: true}}") ==
        R"({"depends_on":{"db":{"condition":"service_started"}}})");
  CHECK(service("ports: [{target: 80, published: 80, app_protocol: http}]") ==
        R"({"ports":[{"published":80,"target":80}]})");
  CHECK(service("volumes: [{type: bind, source: a, target: /b, bind: {create_host_path: true}}]") ==
        R"({"volumes":[{"bind":{},"source":"a","target":"/b","type":"bind"}]})");
}

TEST_CASE("keys that no release knows stay, so that they are refused") {
  CHECK(service("prots: ['80:80'], build: {contxt: .}") ==
        R"({"build":{"context":".","contxt":"."},"prots":["80:80"]})");
  CHECK(service("depends_on: [db, db]") == R"({"depends_on":["db","db"]})");
}

TEST_CASE("ports that v1 knows in one line alone are written so") {
  CHECK(service("ports: [{target: 80, published: 8080, host_ip: 127.0.0.1, mode: host}]") ==
        R"({"ports":["127.0.0.1:8080:80"]})");
  CHECK(service("ports: [{target: 80, published: '90-99', protocol: udp}, {target: 1}]") ==
        R"({"ports":["90-99:80/udp",{"target":1}]})");
  CHECK(service("ports: [{target: 80, published: '${A:-81}'}]") ==
        R"({"ports":[{"published":"${A:-81}","target":80}]})");
}

TEST_CASE("variables in a form that v1 does not read have their values put in") {
  const TempDir folder("compose-v1-test");
  REQUIRE(write_whole(folder.path() / ".env", "# B=1\nexport A='a $x'\nEMPTY=\n"));
  CHECK(service("image: '${A:+is}${NO+no}$${NO:+x}'", folder.path()) ==
        R"({"image":"is$${NO:+x}"})");
  CHECK(service("image: '${NO:-${A}}:${EMPTY:-${B:-b}}'", folder.path()) ==
        R"({"image":"a $$x:b"})");
  CHECK(service("image: '${A:-b}${NO-}$A ${B:?none}'") ==
        R"({"image":"${A:-b}${NO-}$A ${B:?none}"})");
  CHECK(service("image: '${A:-${B'") == R"({"image":"${A:-${B"})");
}

TEST_CASE("environment files that need not be there are named where they are") {
  const TempDir folder("compose-v1-test");
  REQUIRE(write_whole(folder.path() / "there.env", "A=1\n"));
  CHECK(service("env_file: [{path: there.env, required: false}, {path: no.env, required: false}, "
                "{path: must.env}, plain.env]",
                folder.path()) == R"({"env_file":["there.env","must.env","plain.env"]})");
}

TEST_CASE("merge keys are joined, and what stands beside them goes before") {
  CHECK(
      for_compose_v1("x-all: &all {restart: no, image: a}\n"
                     "services:\n  api:\n    <<: *all\n    image: b\n",
                     "") ==
      R"({"services":{"api":{"image":"b","restart":"no"}},"x-all":{"image":"a","restart":"no"}})");
  CHECK(
      for_compose_v1("x: [&a {k: 1, l: 1}, &b {k: 2, m: 2}]\nservices: {s: {<<: [*a, *b]}}", "") ==
      R"({"services":{"s":{"k":1,"l":1,"m":2}},"x":[{"k":1,"l":1},{"k":2,"m":2}]})");
}

TEST_CASE("what is no mapping, no YAML or without end is not for Compose") {
  for (const char* text : {"", "- a", "services: [", "plain", "a: b: c"}) {
    CHECK_FALSE(for_compose_v1(text, ""));
  }
  CHECK(for_compose_v1("services: {api: , web: text, db: {ports: text, build: text}}", "") ==
        R"({"services":{"api":null,"db":{"build":"text","ports":"text"},"web":"text"}})");
}

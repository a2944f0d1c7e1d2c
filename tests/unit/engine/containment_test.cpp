#include "checker/engine/containment.hpp"

#include "checker/engine/compose_model.hpp"
#include "checker/engine/compose_profiles.hpp"
#include "checker/engine/dockerfile_refusals.hpp"
#include "checker/engine/json_access.hpp"
#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/engine/containment_desk.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>

using namespace pinko;
using namespace pinko::engine;

namespace {

bool holds(const std::string& text, std::string_view words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("what gives a service the host is refused") {
  const Desk desk;
  const Json demands[] = {
      {{"privileged", true}},
      {{"network_mode", "host"}},
      {{"network_mode", "container:other"}},
      {{"pid", "host"}},
      {{"ipc", "host"}},
      {{"uts", "host"}},
      {{"userns_mode", "host"}},
      {{"cgroup", "host"}},
      {{"cgroup_parent", "/x"}},
      {{"devices", {"/dev/kvm:/dev/kvm"}}},
      {{"device_cgroup_rules", {"c 1:3 mr"}}},
      {{"cap_add", {"SYS_ADMIN"}}},
      {{"cap_add", {"CHOWN", "CAP_SYS_PTRACE"}}},
      {{"cap_add", {"ALL"}}},
      {{"cap_add", "CHOWN"}},
      {{"security_opt", {"seccomp:unconfined"}}},
      {{"sysctls", {{"net.core.somaxconn", "1"}}}},
      {{"runtime", "other"}},
      {{"volumes_from", {"container:other"}}},
      {{"external_links", {"other"}}},
      {{"volumes", {"/var/run/docker.sock:/var/run/docker.sock"}}},
      {{"volumes", {"/:/host:ro"}}},
      {{"volumes", {"../task5:/x"}}},
      {{"volumes", {{{"type", "bind"}, {"source", "/etc"}, {"target", "/x"}}}}},
      {{"volumes", {{{"type", "npipe"}, {"source", "x"}, {"target", "/x"}}}}},
      {{"build", "../task5"}},
      {{"build", {{"context", "https://example.com/x.git"}}}},
      {{"build", {{"context", "git@example.com:x.git"}}}},
      {{"build", {{"context", "."}, {"dockerfile", "../../Dockerfile"}}}},
      {{"build", {{"context", "."}, {"ssh", {"default"}}}}},
      {{"build", {{"context", "."}, {"secrets", {"key"}}}}},
      {{"build", {{"context", "."}, {"network", "host"}}}},
      {{"build", {{"context", "."}, {"additional_contexts", {{"a", "/etc"}}}}}},
  };
  for (const Json& demand : demands) {
    INFO(demand.dump());
    CHECK(holds(desk.refusal(demand), "web"));
  }
}

TEST_CASE("rights that every container keeps may be asked for, and no more are given") {
  const Desk desk;
  const Json web = {{"cap_drop", {"ALL"}},
                    {"cap_add", {"CHOWN", "CAP_SETUID", "net_bind_service"}}};
  CHECK(desk.refusal(web).empty());
  CHECK(desk.service({{"image", "x"}, {"cap_add", {"CHOWN"}}})["cap_add"] ==
        desk.service({{"image", "x"}})["cap_add"]);
}

TEST_CASE("a refusal says where, what, and what to write instead") {
  const Desk desk;
  const std::string words = desk.refusal({{"privileged", true}});
  CHECK(words.starts_with("task6/docker-compose.yml:7: "));
  CHECK(holds(words, "asks for privileged mode; remove"));
}

TEST_CASE("networks, volumes and secrets from outside are refused") {
  const Desk desk;
  const Json tops[] = {
      {{"networks", {{"n", {{"external", true}}}}}},
      {{"networks", {{"n", {{"driver", "macvlan"}}}}}},
      {{"volumes", {{"v", {{"external", {{"name", "other"}}}}}}}},
      {{"volumes", {{"v", {{"driver_opts", {{"type", "none"}, {"o", "bind"}, {"device", "/"}}}}}}}},
      {{"secrets", {{"s", {{"file", "/etc/shadow"}}}}}},
      {{"configs", {{"c", {{"external", true}}}}}},
  };
  for (const Json& top : tops) {
    INFO(top.dump());
    CHECK_FALSE(desk.refusal(Json::object(), top).empty());
  }
}

TEST_CASE("what Compose has already followed is read from the file's text") {
  const Desk desk;
  const Json model = {{"services", {{"web", {{"image", "x"}}}}}};
  const char* sources[] = {
      "include: [other.yml]\nservices: {web: {image: x}}",
      "services:\n  web:\n    extends: {file: ../task5/docker-compose.yml, service: web}",
      "services:\n  web:\n    env_file: /etc/environment",
      "services:\n  web:\n    env_file:\n      - path: ../secret.env",
  };
  for (const char* source : sources) {
    INFO(source);
    CHECK_FALSE(contain(desk.request(model, source)).has_value());
  }
  CHECK(contain(desk.request(model, "services:\n  web:\n    env_file: .env")).has_value());
}

TEST_CASE("a link out of the task's folder is followed before it is trusted") {
  const Desk desk;
  std::filesystem::create_symlink("/etc", desk.folder.path() / "innocent");
  CHECK(holds(desk.refusal({{"volumes", {"./innocent:/x"}}}), "outside"));
  CHECK(holds(desk.refusal({{"build", "innocent"}}), "outside"));
  // Compose writes each dollar twice, and what it means is followed.
  std::filesystem::create_symlink("/etc", desk.folder.path() / "$innocent");
  CHECK(holds(desk.refusal({{"volumes", {"./$$innocent:/x"}}}), "outside"));
  CHECK(holds(desk.refusal({{"build", "$$innocent"}}), "outside"));
  std::filesystem::create_directories(desk.folder.path() / "a$b");
  const std::string own = (desk.folder.path() / "a$$b").string();
  CHECK(desk.refusal({{"build", own}, {"volumes", {own + ":/x"}}}).empty());
}

TEST_CASE("ports move to the run's own address and keep their numbers") {
  const Desk desk;
  const Json made = desk.service({{"image", "x"},
                                  {"ports",
                                   {"80:80",
                                    "0.0.0.0:9000:9000/tcp",
                                    "5252",
                                    {{"target", 81}, {"published", "8081"}, {"host_ip", "0.0.0.0"}},
                                    {{"target", 82}}}}});
  CHECK(made["ports"] == Json({"127.77.3.9:80:80/tcp",
                               "127.77.3.9:9000:9000/tcp",
                               "127.77.3.9::5252/tcp",
                               "127.77.3.9:8081:81/tcp",
                               "127.77.3.9::82/tcp"}));
}

TEST_CASE("every service is limited and labelled, whatever it says itself") {
  const Desk desk;
  const Json made = desk.service({{"image", "x"},
                                  {"restart", "always"},
                                  {"mem_limit", "64g"},
                                  {"logging", {{"driver", "syslog"}}},
                                  {"extra_hosts", {"a:host-gateway"}},
                                  {"labels", {{"pinko.run", "forged"}, {"mine", "1"}}},
                                  {"command", {"sleep", "1"}}});
  CHECK(made["restart"] == "no");
  CHECK(made["mem_limit"] == (512ULL << 20));
  CHECK(made["memswap_limit"] == made["mem_limit"]);
  CHECK(made["pids_limit"] == 256);
  CHECK(made["logging"]["driver"] == "json-file");
  CHECK(made["cap_drop"] == Json({"ALL"}));
  CHECK(made["security_opt"] == Json({"no-new-privileges:true"}));
  CHECK_FALSE(made.contains("extra_hosts"));
  CHECK(made["labels"] == Json({{"pinko.run", "abc"}, {"mine", "1"}}));
  CHECK(made["command"] == Json({"sleep", "1"}));
}

TEST_CASE("images are built under private names, also where another service uses them") {
  const Desk desk;
  const Json model = {
      {"services",
       {{"Back_End",
         {{"build", {{"context", desk.folder.path() / "api"}, {"args", {{"A", "1$$"}}}}},
          {"image", "nginx:latest"}}},
        {"web", {{"image", "docker.io/library/nginx"}}},
        {"other", {{"image", "redis:7"}}}}}};
  const auto made = contain(desk.request(model));
  REQUIRE(made);
  REQUIRE(made->builds.size() == 1);
  const BuildRequest& build = made->builds[0].request;
  CHECK(build.tag == "pinko-check/abc/task6-back-end:latest");
  CHECK(build.context == desk.folder.path() / "api");
  CHECK(build.dockerfile == desk.folder.path() / "api/Dockerfile");
  CHECK(build.args.at("A") == "1$");
  CHECK(build.labels.at("pinko.run") == "abc");
  const Json services = parse_json(made->model)["services"];
  CHECK(services["Back_End"]["image"] == build.tag);
  CHECK_FALSE(services["Back_End"].contains("build"));
  CHECK(services["web"]["image"] == build.tag);
  CHECK(services["other"]["image"] == "redis:7");
}

TEST_CASE("networks and volumes become the run's own") {
  const Desk desk;
  std::ofstream(desk.folder.path() / "api" / "api.py") << "";
  const Json model = {{"services",
                       {{"web",
                         {{"image", "x"},
                          {"networks", {{"front", {{"aliases", {"w"}}}}}},
                          {"volumes", {"data:/data", "/anonymous", "./api:/src:ro"}}}},
                        {"api", {{"image", "y"}, {"container_name", "the-api"}}}}},
                      {"networks", {{"front", {{"internal", true}}}}}};
  const auto made = contain(desk.request(model));
  REQUIRE(made);
  REQUIRE(made->networks.size() == 2);
  CHECK(made->networks[1].name == "pinko-abc-task6-front");
  CHECK(made->networks[1].internal);
  REQUIRE(made->volumes.size() == 1);
  CHECK(made->volumes[0].name == "pinko-abc-task6-data");
  const Json json = parse_json(made->model);
  CHECK(json["networks"]["default"]["external"] == true);
  CHECK(json["services"]["web"]["networks"]["front"]["aliases"] == Json({"w"}));
  CHECK(json["services"]["web"]["volumes"][2] ==
        (desk.folder.path() / "api").string() + ":/src:ro");
  // Other services may call it by the name that it would have had.
  CHECK(json["services"]["api"]["networks"]["default"]["aliases"] == Json({"the-api"}));
  CHECK(json["services"]["api"]["container_name"] == "pinko-abc-task6-the-api");
  CHECK(made->not_scalable.at("api") == std::vector<std::string>{"container_name: the-api"});
}

TEST_CASE("services find each other by the names that their containers have at the student's") {
  const Desk desk;
  Json model = {{"services",
                 {{"back-end", {{"image", "x"}}},
                  {"front-end", {{"image", "y"}, {"container_name", "site"}}},
                  {"proxy", {{"image", "z"}}},
                  {"alone", {{"image", "z"}, {"network_mode", "none"}}}}}};
  auto request = desk.request(model);
  const auto links = [](const engine::ContainmentRequest& from, const char* service) {
    const auto made = contain(from);
    REQUIRE(made);
    return texts_of(at(at(at(parse_json(made->model), "services"), service), "external_links"));
  };
  const auto has = [](const std::vector<std::string>& all, const char* link) {
    return std::ranges::find(all, link) != all.end();
  };
  const auto seen = links(request, "proxy");
  CHECK(has(seen, "pinko-abc-task6-back-end-2:task6-back-end-2"));
  CHECK(has(seen, "pinko-abc-task6-back-end-2:task6_back-end_2"));
  CHECK(!has(seen, "pinko-abc-task6-proxy-1:task6-proxy-1"));
  CHECK(!has(seen, "pinko-abc-task6-front-end-1:task6-front-end-1"));  // it has a name of its own
  CHECK(links(request, "alone").empty());

  request.can_link = false;  // as with Podman
  CHECK(links(request, "proxy").empty());
  request.can_link = true;

  request.compose_major = 1;
  CHECK(has(links(request, "proxy"), "pinko-abc-task6_back-end_1:task6-back-end-1"));

  request.sources = {{.file = "task6/docker-compose.yml", .text = "name: My.Softy\n"}};
  CHECK(has(links(request, "proxy"), "pinko-abc-task6_back-end_1:mysofty_back-end_1"));

  for (int i = 0; i < 20; ++i)
    model["services"]["more" + std::to_string(i)] = {{"image", "x"}};
  CHECK(links(desk.request(model), "proxy").empty());
}

TEST_CASE("services are listed as the model has them") {
  const Desk desk;
  const Json model = {{"services",
                       {{"web",
                         {{"build", {{"context", desk.folder.path() / "api"}}},
                          {"ports", {"80:80", "5252"}},
                          {"expose", {"9000"}},
                          {"depends_on", {{"api", {{"condition", "service_started"}}}}},
                          {"deploy", {{"replicas", 3}}}}}}}};
  const auto services = services_of(desk.request(model));
  REQUIRE(services.size() == 1);
  CHECK(services[0].context == "task6/api");
  CHECK(services[0].ports.size() == 2);
  CHECK(services[0].ports[0].host_port == 80);
  CHECK(services[0].ports[1].chosen_by_engine);
  CHECK(services[0].exposed == std::vector<std::uint16_t>{9000});
  CHECK(services[0].depends_on == std::vector<std::string>{"api"});
  CHECK(services[0].replicas == 3);
  CHECK(services[0].where.line == 2);
}

TEST_CASE("a Dockerfile that asks for more than a build is refused") {
  const char* refused[] = {
      "# syntax=example.com/frontend\nFROM x\n",
      "FROM pinko-check/abc/task1-app\n",
      "FROM x\nCOPY --from=pinko-check/abc/task1-app / /\n",
      "FROM x\nRUN --mount=type=secret,id=k cat /run/secrets/k\n",
      "FROM x\nRUN --mount=type=ssh true\n",
      "FROM x\nRUN --security=insecure true\n",
      "FROM x\nRUN --network=host true\n",
  };
  for (const char* text : refused) {
    INFO(text);
    const Status status = refuse_dockerfile(text, "app/Dockerfile");
    REQUIRE_FALSE(status);
    CHECK(status.error().code == ErrorCode::refused);
    CHECK(status.error().message.starts_with("app/Dockerfile:"));
  }
  CHECK(
      refuse_dockerfile("# syntax=docker/dockerfile:1\nFROM ubuntu:latest\n"
                        "RUN --mount=type=cache,target=/x true\nCOPY --from=build /a /b\n",
                        "Dockerfile"));
}

TEST_CASE("a model without services is no project") {
  const Desk desk;
  CHECK(contain(desk.request(Json::object())).error().code == ErrorCode::engine);
}

TEST_CASE("what leads out is refused wherever it is written") {
  const Desk desk;
  const Json model = {{"services", {{"web", {{"image", "x"}}}}}};
  std::ofstream(desk.folder.path() / "base.yml")
      << "services: {base: {env_file: /etc/environment}}";
  const char* sources[] = {
      "x-common: &c {env_file: /etc/environment}\nservices:\n  web:\n    <<: *c",
      "services:\n  web:\n    extends: {file: base.yml, service: base}",
      "services:\n  web:\n    env_file: ${HOME}/.netrc",
      "services:\n  web:\n    ports: ['1024-60000:1024-60000']",
  };
  for (const char* source : sources) {
    INFO(source);
    CHECK(refuse_source(desk.request(model, source)).error().code == ErrorCode::refused);
  }
  CHECK(refuse_source(desk.request(model, "services:\n  web:\n    environment: {env_file: /x}")));
  // The dash of a variable's default makes no range of ports.
  CHECK(refuse_source(
      desk.request(model, "services:\n  web:\n    ports: ['${API_PORT:-5252}:5252']")));
  CHECK(refuse_source(desk.request(
      model, "services:\n  web:\n    ports: [{target: 5252, published: '${API_PORT:-5252}'}]")));
  CHECK(
      refuse_source(desk.request(model, "services:\n  web:\n    ports: ['${A-${B:-9000}}:9000']")));
  CHECK(refuse_source(desk.request(model, "no: [yaml")));  // Compose says what is wrong with it
}

TEST_CASE("what is laid over the Compose file is looked at as well, and named") {
  const Desk desk;
  ContainmentRequest request = desk.request({{"services", Json::object()}}, "services: {}");
  request.sources.push_back(
      {.file = "task6/docker-compose.override.yml", .text = "include: [../other.yml]"});
  const Status refused = refuse_source(request);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.starts_with("task6/docker-compose.override.yml: "));
}

TEST_CASE("a document that unfolds without end is not handed to Compose") {
  const Desk desk;
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 8; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 9; ++j)
      bomb += last + ", ";
    bomb += last + "]\n";
  }
  CHECK_FALSE(refuse_source(desk.request(Json::object(), bomb)));
  std::string long_text = "a: &a " + std::string(200'000, 'x') + "\nb: [";
  for (int i = 0; i < 20'000; ++i)
    long_text += "*a, ";
  CHECK_FALSE(refuse_source(desk.request(Json::object(), long_text + "*a]\n")));
}

TEST_CASE("files that extend each other are looked at once") {
  const Desk desk;
  std::string many = "services:\n";
  for (int i = 0; i < 50; ++i)
    many += "  s" + std::to_string(i) + ": {extends: {file: base.yml, service: s1}}\n";
  std::ofstream(desk.folder.path() / "base.yml") << many;
  CHECK(refuse_source(desk.request(Json::object(), many)));
  std::ofstream(desk.folder.path() / "base.yml") << many << "  bad: {env_file: /etc/environment}\n";
  CHECK_FALSE(refuse_source(desk.request(Json::object(), many)));
}

TEST_CASE("what a reader would wait for is refused") {
  const Desk desk;
  const std::string folder = desk.folder.path().string();
  REQUIRE(mkfifo((folder + "/pipe.yml").c_str(), 0600) == 0);
  const char* sources[] = {"services: {web: {extends: {file: pipe.yml, service: web}}}",
                           "services: {web: {env_file: pipe.yml}}"};
  for (const char* source : sources)
    CHECK_FALSE(refuse_source(desk.request(Json::object(), source)));
  CHECK(refuse_source(desk.request(Json::object(), "services: {}")));
  REQUIRE(mkfifo((folder + "/.env").c_str(), 0600) == 0);
  CHECK_FALSE(refuse_source(desk.request(Json::object(), "services: {}")));
}

TEST_CASE("no number of ports is too many to be counted") {
  const Desk desk;
  std::string wide = "services:\n  web:\n    ports:\n";
  for (int i = 0; i < 40'000; ++i)
    wide += "      - 1-65535\n";
  CHECK_FALSE(refuse_source(desk.request(Json::object(), wide)));
}

TEST_CASE("a file of variables may not be a link to the machine's") {
  const Desk desk;
  std::filesystem::create_symlink("/etc/environment", desk.folder.path() / ".env");
  CHECK_FALSE(refuse_source(desk.request(Json::object(), "services: {}")));
}

TEST_CASE("a link that leads nowhere yet is not trusted") {
  const Desk desk;
  std::filesystem::create_symlink("nowhere/etc", desk.folder.path() / "later");
  CHECK(holds(desk.refusal({{"volumes", {"./later:/x"}}}), "outside"));
}

TEST_CASE("more than the exercise could need is refused") {
  const Desk desk;
  CHECK(holds(desk.refusal({{"scale", 5000}}), "5000 replicas"));
  CHECK(holds(desk.refusal({{"deploy", {{"replicas", 1e12}}}}), "replicas"));
  Json many = Json::object();
  for (int i = 0; i < 40; ++i)
    many["services"]["s" + std::to_string(i)] = {{"image", "x"}};
  CHECK(holds(desk.refusal(Json::object(), many), "41 services"));
}

TEST_CASE("keys that are not passed on are named, unless they weigh nothing") {
  const Desk desk;
  const Json model = {{"services",
                       {{"web",
                         {{"image", "x"},
                          {"dns", {"192.0.2.1"}},
                          {"restart", "always"},
                          {"stop_signal", "SIGINT"},
                          {"x-mine", 1},
                          {"extra_hosts", {"a:host-gateway"}},
                          {"group_add", {"nginx"}}}}}}};
  const auto made = contain(desk.request(model));
  REQUIRE(made);
  CHECK(made->left_out == std::vector<std::string>{"web: dns", "web: extra_hosts"});
  CHECK(parse_json(made->model)["services"]["web"]["group_add"] == Json({"nginx"}));
}

TEST_CASE("a Dockerfile too long to look through is refused, and so is a folder too large") {
  const Desk desk;
  const std::string text = "FROM x\n" + std::string(2'000'000, '#') + "\nRUN --network=host true\n";
  CHECK_FALSE(refuse_dockerfile(text, "Dockerfile"));
  BuildRequest request;
  request.context = desk.folder.path();
  CHECK(refuse_context_of(request));
  std::ofstream(desk.folder.path() / "big").close();
  std::filesystem::resize_file(desk.folder.path() / "big", 3ULL << 30);
  CHECK(refuse_context_of(request).error().code == ErrorCode::refused);
}

TEST_CASE("a pipe in the folder to build is found, however deep it lies") {
  const Desk desk;
  BuildRequest request;
  request.context = desk.folder.path();
  CHECK(pipe_in_context_of(request).empty());
  std::filesystem::create_directory(desk.folder.path() / "app");
  REQUIRE(mkfifo((desk.folder.path() / "app/api.py").c_str(), 0600) == 0);
  CHECK(pipe_in_context_of(request).ends_with("/app/api.py"));
}

TEST_CASE("what a builder would wait for is refused: a FIFO in place of a file that it reads") {
  const Desk desk;
  BuildRequest request;
  request.context = desk.folder.path();
  CHECK(refuse_dockerfile_of(request));
  for (const char* name : {"Dockerfile", "Dockerfile.dockerignore", ".dockerignore"}) {
    const auto pipe = desk.folder.path() / name;
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    const Status refused = refuse_dockerfile_of(request);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::refused);
    CHECK(refused.error().message.find(std::string("/") + name + " is a pipe") !=
          std::string::npos);
    std::filesystem::remove(pipe);
  }
  std::ofstream(desk.folder.path() / "Dockerfile") << "FROM x\n";
  std::filesystem::create_directory(desk.folder.path() / ".dockerignore");
  CHECK(refuse_dockerfile_of(request));
}

TEST_CASE("services of idle profiles are left alone, as `up` leaves them") {
  const Desk desk;
  const Json model = {{"services",
                       {{"web", {{"image", "x"}}},
                        {"tools", {{"image", "y"}, {"profiles", {"debug"}}}},
                        {"api", {{"image", "z"}, {"profiles", {"all", "api"}}}}}}};
  const Json idle = parse_json(without_idle_profiles(dump(model), desk.folder.path()));
  CHECK(idle["services"].size() == 1);
  CHECK(idle["services"].contains("web"));
  std::ofstream(desk.folder.path() / ".env") << "A=1\nCOMPOSE_PROFILES=\"none, api\"\n";
  const Json made = parse_json(without_idle_profiles(dump(model), desk.folder.path()));
  CHECK(made["services"].size() == 2);
  CHECK(made["services"]["api"] == Json{{"image", "z"}});
  CHECK(without_idle_profiles("no model", desk.folder.path()) == "no model");
}

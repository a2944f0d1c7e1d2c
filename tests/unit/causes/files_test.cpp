#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

FileSeen in_state(FileState state, std::string actual = {}) {
  FileSeen seen = missing("task1/api.py");
  seen.state = state;
  seen.actual = std::move(actual);
  return seen;
}

Look api(FileSeen seen) {
  return {.check = "t1-api-file", .seen = std::move(seen)};
}

Look good_api() {
  return api(file("task1/api.py", "from flask import Flask\n"));
}

FileSeen in_small_letters(const std::string& asked, std::string actual) {
  FileSeen seen = file(asked, "FROM ubuntu:latest\n");
  seen.state = FileState::wrong_case;
  seen.actual = std::move(actual);
  return seen;
}

SiteSeen site_in(SiteState state) {
  SiteSeen seen = model_site(2);
  seen.state = state;
  seen.index = {};
  return seen;
}

Look site(SiteSeen seen) {
  return {.check = "t2-front-end-files", .seen = std::move(seen)};
}

Look command(const std::string& text) {
  return {.check = "t6-command", .seen = file("task6/2-api-servers.txt", text)};
}

}  // namespace

TEST_CASE("causes of files") {
  check_examples({
      {"file-missing", api(missing("task1/api.py")), good_api()},
      {"file-elsewhere",
       api(in_state(FileState::missing, "task1/src/api.py")),
       api(missing("task1/api.py"))},
      {"file-in-other-case",
       api(in_state(FileState::wrong_case, "task1/Api.py")),
       api(missing("task1/api.py"))},
      {"dockerfile-in-small-letters",
       {"t1-dockerfile", in_small_letters("task1/Dockerfile", "task1/dockerfile")},
       {"t1-dockerfile", in_small_letters("task1/Dockerfile", "task1/DockerFile")}},
      {"file-empty", api(file("task1/api.py", "\n")), good_api()},
      {"folder-in-place-of-file", api(in_state(FileState::directory)), good_api()},
      {"link-in-place-of-file", api(in_state(FileState::link_outside)), good_api()},
      {"file-unreadable", api(in_state(FileState::unreadable)), good_api()},
      {"file-too-large", api(in_state(FileState::too_large)), good_api()},
      {"api-file-at-top",
       {"t2-back-end-files",
        file("task2/back-end/Dockerfile", "FROM ubuntu\n"),
        only(2, "api.py", "x\n")},
       {"t2-back-end-files",
        file("task2/back-end/Dockerfile", "FROM ubuntu\n"),
        only(2, "back-end/src/api.py", "x\n")}},
      {"final-newline-missing",
       {"t6-command-newline", file("task6/2-api-servers.txt", "docker-compose up")},
       {"t6-command-newline", file("task6/2-api-servers.txt", "docker-compose up\n")}},
  });
}

TEST_CASE("causes of the site's folder") {
  SiteSeen gitlink = site_in(SiteState::gitlink);
  gitlink.gitlink_commit = std::string(40, 'a');
  gitlink.files.clear();
  SiteSeen forgotten = model_site(2);
  forgotten.committed = false;
  SiteSeen elsewhere = site_in(SiteState::elsewhere);
  elsewhere.actual = "task2/site";
  SiteSeen empty = site_in(SiteState::empty);
  empty.files.clear();
  SiteSeen deeper = site_in(SiteState::empty);
  SiteSeen absent = site_in(SiteState::absent);
  const Look good = site(model_site(2));
  check_examples({
      {"site-is-gitlink", site(gitlink), good},
      {"site-not-committed", site(forgotten), good},
      {"site-elsewhere", site(elsewhere), site(absent)},
      {"site-empty", site(empty), site(deeper)},
      {"site-without-index", site(deeper), site(empty)},
      {"site-missing", site(absent), site(elsewhere)},
  });
}

TEST_CASE("causes of the command that starts two servers") {
  const char* right = "docker-compose up --scale back-end=2";
  const Look good = command("docker compose up --scale back-end=2\n");
  std::string utf16 = "\xff\xfe";
  for (const char c : std::string_view("docker-compose up\n")) {
    utf16 += c;
    utf16 += '\0';
  }
  check_examples({
      {"command-empty", command("# nothing yet\n"), good, right},
      {"command-utf16", command(utf16), good, right},
      {"command-prose", command("Here two servers are started.\n"), good, right},
      {"command-several-commands",
       command("docker-compose build && docker-compose up --scale back-end=2\n"),
       good,
       right},
      {"command-redirection",
       command("echo \"docker-compose up --scale back-end=2\" > 2-api-servers.txt\n"),
       good,
       right},
      {"command-unfinished-quote",
       command("docker-compose up --scale \"back-end=2\n"),
       good,
       right},
      {"command-unknown-option", command("docker-compose up --scales back-end=2\n"), good, right},
      {"command-missing-value", command("docker-compose up --scale\n"), good, right},
      {"command-no-up", command("docker-compose start --scale back-end=2\n"), good, right},
      {"command-no-scale", command("docker-compose up\n"), good, right},
      {"command-wrong-service", command("docker-compose up --scale backend=2\n"), good, right},
      {"command-wrong-number", command("docker-compose up --scale back-end=3\n"), good, right},
      {"command-left-out",
       command("docker-compose up --scale back-end=2 front-end\n"),
       good,
       right},
  });
}

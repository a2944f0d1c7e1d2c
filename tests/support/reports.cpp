#include "tests/support/reports.hpp"

#include "checker/util/base64.hpp"

namespace pinko::test {
namespace {

Verdict check(std::string id, std::string title, int points) {
  Verdict verdict;
  verdict.id = std::move(id);
  verdict.title = std::move(title);
  verdict.outcome = Outcome::passed;
  verdict.points = points;
  verdict.max_points = points;
  verdict.why = "It is what the next step builds on.";
  verdict.hint = "Compare it with the example on the task's page.";
  verdict.seconds = 0.125;
  verdict.attempts = 1;
  return verdict;
}

Verdict skipped(Verdict verdict, std::string waits_for) {
  verdict.outcome = Outcome::skipped;
  verdict.points = 0;
  verdict.seconds = 0;
  verdict.attempts = 0;
  verdict.waits_for = std::move(waits_for);
  return verdict;
}

/// As grade counts: what could not be looked at is left out. In these reports only t0-builds
/// errors, and t0-hello waits for it.
bool counted(const Verdict& verdict) {
  return verdict.outcome != Outcome::errored && verdict.outcome != Outcome::unstable &&
         verdict.waits_for != "t0-builds";
}

TaskReport task(int number, std::string title, Outcome outcome, std::vector<Verdict> checks) {
  TaskReport report;
  report.number = number;
  report.title = std::move(title);
  report.folder = "task" + std::to_string(report.number);
  report.outcome = outcome;
  for (const Verdict& verdict : checks) {
    report.points += verdict.points;
    if (counted(verdict)) report.max_points += verdict.max_points;
  }
  report.checks = std::move(checks);
  report.phases = {
      {"build", 0.5, 2.25, outcome == Outcome::errored ? PhaseStatus::errored : PhaseStatus::done},
      {"start", 2.25, 3.125},
      {"probe", 3.125, 3.5}};
  return report;
}

TaskReport hello_task() {
  Verdict hello = check("t0-hello", "Running the image prints the greeting", 3);
  hello.actual = "\"Hello, World!\\n\", exit code 0";
  return task(0,
              "An image that says hello",
              Outcome::passed,
              {check("t0-dockerfile", "task0 has a Dockerfile", 1),
               check("t0-builds", "The image builds", 2),
               hello});
}

Report frame(Outcome outcome, std::vector<TaskReport> tasks) {
  Report report;
  report.tool_version = "0.1.0";
  report.tool_commit = "0123456789abcdef0123456789abcdef01234567";
  report.statement_sha256 = std::string(64, '5');
  report.submission.path = ".";
  report.submission.student = "Ada L.";
  report.submission.commit = "3f2a91c0d7e84b5566778899aabbccddeeff0011";
  report.environment = {.os = "Debian GNU/Linux 12",
                        .engine = "docker",
                        .engine_version = "20.10.24",
                        .compose = "docker-compose",
                        .compose_version = "1.29.2",
                        .browser = "Chromium 156.0.8078.73",
                        .runtime = "runc",
                        .stand_ins = {}};
  report.started = "2026-11-21T04:54:10Z";
  report.finished = "2026-11-21T04:54:31Z";
  report.outcome = outcome;
  for (const TaskReport& part : tasks) {
    if (part.outcome == Outcome::errored || part.outcome == Outcome::unstable) continue;
    report.points += part.points;
    report.max_points += part.max_points;
  }
  report.tasks = std::move(tasks);
  return report;
}

Verdict gitlink_verdict() {
  Verdict files = check("t2-front-end-files", "The site's files are part of the repository", 2);
  files.outcome = Outcome::failed;
  files.points = 0;
  files.why = "A clone of your repository is all that anybody else gets.";
  files.hint =
      "Take the nested repository out of the index with `git rm --cached`, remove its inner .git "
      "folder, and add its files.";
  files.by_hand = "git ls-files --stage front-end/softy-pinko-front-end";
  files.expected = "files below task2/front-end/softy-pinko-front-end";
  files.actual = "a link to another repository (mode 160000), an empty folder in every clone";
  files.cause = "The front end is a repository inside your repository.";
  files.where = {{.path = "task2/front-end/softy-pinko-front-end"}};
  return files;
}

Verdict build_verdict() {
  Verdict builds = check("t2-back-end-builds", "The back end's image builds", 1);
  builds.outcome = Outcome::failed;
  builds.points = 0;
  builds.why = "Without an image there is no container to ask.";
  builds.hint = "Join the two words: the program is called `apt-get`.";
  builds.by_hand = "docker build -f ./back-end/Dockerfile -t softy-pinko-back-end:task2 ./back-end";
  builds.expected = "the build ends with exit code 0";
  builds.actual = "step 2 ended with exit code 127: /bin/sh: 1: apt-get-update: not found";
  builds.where = {{.path = "task2/back-end/Dockerfile",
                   .line = 3,
                   .column = 5,
                   .end_line = 3,
                   .end_column = 19}};
  builds.utf16 = {{.start = 5, .end = 19}};
  builds.excerpt = {.first_line = 1,
                    .lines = {"FROM ubuntu:latest", "", "RUN apt-get-update", "WORKDIR /app"}};
  builds.probe = "build back-end";
  builds.seconds = 1.75;
  builds.attempts = 2;
  builds.corrected = "RUN apt-get update";
  builds.placement = in_place_of({.path = "task2/back-end/Dockerfile", .line = 3});
  builds.evidence =
      "Step 1/6 : FROM ubuntu:latest\nStep 2/6 : RUN apt-get-update\n"
      "/bin/sh: 1: apt-get-update: not found\nThe command returned a non-zero code: 127";
  return builds;
}

ComparedAnswer answered(int status, std::string body) {
  ComparedAnswer answer;
  answer.status = status;
  answer.headers = {{"server", "nginx"}, {"content-type", "text/html"}};
  answer.size = body.size();
  answer.body = std::move(body);
  return answer;
}

/// One request of each weight, and two files that were answered alike.
ComparisonSeen comparison() {
  ComparisonSeen seen;
  ComparedRequest page{.what = AskedFor::page, .port = 80, .target = "/", .same_body = true};
  page.own = page.reference = answered(200, "<!DOCTYPE html>\n<title>Softy Pinko</title>\n");
  ComparedRequest kept = page;
  kept.how = AskedHow::kept;
  kept.own = answered(502, "<html>Bad Gateway</html>");
  kept.same_body = false;
  ComparedRequest missing{.what = AskedFor::no_page, .port = 80, .target = "/no-such-page"};
  missing.own = page.own;
  missing.reference = answered(404, "there is no such file");
  ComparedRequest style = page;
  style.what = AskedFor::file;
  style.target = "/assets/css/style.css";
  seen.requests = {page, kept, missing, style, style};
  seen.left_out = "1 file of the site: larger than 1 MiB";
  return seen;
}

/// A small picture of a page: a bar and a line of text.
constexpr std::string_view kScreenshot =
    "iVBORw0KGgoAAAANSUhEUgAAAGAAAAAwCAMAAADZyI/9AAAACVBMVEX/8Pe0I2o8PEYGAmfoAAAALElEQVR42u3N"
    "wQ0AIAgEMHT/odmB5Hxgu0DrhJVAIBB8EUDGHRIINgUAwHMNfA8IwfXuI9gAAAAASUVORK5CYII=";

TaskPictures scaled_pictures() {
  TaskPictures pictures;
  pictures.nodes = {{.name = "back-end", .replicas = 2},
                    {.name = "front-end", .running = false},
                    {.name = "proxy", .ports = {{"proxy", 80, 80, false}}}};
  pictures.edges = {{"browser", "proxy", ":80", ""},
                    {"proxy", "back-end", "/api", ""},
                    {"proxy", "front-end", "/", "answered 502"}};
  pictures.samples = {
      {"20 requests :80/api/hello to 2 back-end on one connection",
       {.replicas = 2,
        .read_from = "logs",
        .rows = {{.who = {0, 0, 1, 1, 0, 0, 1, -1}, .failures = 1, .connections = 1}},
        .journey = {{"client", "sends the request", 0},
                    {"back-end B", "writes its log line", 1.9},
                    {"client", "gets the first byte", 2.6},
                    {"proxy", "writes its log line", 2.7},
                    {"client", "has the whole answer", 2.8}}}},
      {"3 requests :80/api/hello to 2 back-end on fresh connections",
       {.replicas = 2, .read_from = "logs", .rows = {{.who = {0, 1, 0}, .connections = 3}}}}};
  pictures.logs = {{"front-end", "nginx: [emerg] unexpected end of file"}};
  pictures.screenshot_png = from_base64(kScreenshot).value();
  pictures.comparison = comparison();
  return pictures;
}

/// The servers of task 2, of which one was never built; the page asks where nobody listens.
TaskPictures site_pictures() {
  TaskPictures pictures;
  pictures.nodes = {{.name = "back-end",
                     .ports = {{"back-end", 5252, 5252, false}},
                     .running = false,
                     .problem = "its image was not built"},
                    {.name = "front-end", .ports = {{"front-end", 9000, 9000, false}}},
                    {.name = "nobody on :5000",
                     .ports = {{"", 5000, 5000, false}},
                     .running = false,
                     .problem = "nothing publishes this port"}};
  pictures.edges = {{"browser", "back-end", ":5252", "its image was not built"},
                    {"browser", "front-end", ":9000", ""},
                    {"browser", "nobody on :5000", ":5000", "net::ERR_CONNECTION_REFUSED"}};
  return pictures;
}

TaskReport site_task() {
  TaskReport site = task(
      2,
      "A static front end on nginx beside it",
      Outcome::failed,
      {check("t2-back-end-files", "The back end's files are there", 1),
       build_verdict(),
       skipped(check("t2-api-hello", "GET /api/hello says hello", 1), "t2-back-end-builds"),
       gitlink_verdict(),
       check("t2-front-end-dockerfile", "The front end has a Dockerfile", 1),
       skipped(check("t2-site-in-image", "The site is in the image", 1), "t2-front-end-files"),
       skipped(check("t2-page-served", "The page is served as it is", 1), "t2-front-end-files")});
  site.cause = "t2-front-end-files";
  site.phases[0].status = PhaseStatus::failed;
  site.pictures = site_pictures();
  site.disagreement =
      Diagnosis{.cause_id = "port-differs",
                .sentence = "`api.py` listens on 5000, and `docker run` publishes 5252",
                .where = {{.path = "task2/back-end/api.py", .line = 12, .column = 23}},
                .step = "Let both say 5252.",
                .corrected = "    app.run(host='0.0.0.0', port=5252)",
                .placement = in_place_of({.path = "task2/back-end/api.py", .line = 12})};
  return site;
}

TaskReport scaled_task(Outcome outcome) {
  Verdict command = check("t6-command", "The file holds the command for two API servers", 3);
  command.actual = "sudo docker-compose up --scale back-end=2";
  command.notes = {"sudo is not part of the command; it depends on the machine"};
  Verdict turns = check("t6-round-robin", "The two API servers take turns", 7);
  turns.outcome = outcome;
  turns.points = 0;
  turns.expected = "A B A B A B A B";
  turns.actual = "A A B B A A B B";
  turns.direction = "Look at how the proxy is told of the servers.";
  turns.hint = "Name the service once in `proxy_pass`.";
  turns.where = {{.path = "task6/proxy/proxy.conf", .line = 2, .column = 5}};
  turns.utf16 = {{.start = 5, .end = 0}};
  TaskReport scaled = task(6, "Two API servers that take turns", outcome, {command, turns});
  scaled.cause = "t6-round-robin";
  scaled.pictures = scaled_pictures();
  return scaled;
}

Verdict hostile_verdict() {
  const std::string attack =
      "\x1b[31mred\x1b[0m \x1b]0;title\a ]]> <script>alert(1)</script> & \"quoted\" "
      "::error::forged\r\n%0A \x01\x02\x7f \xff\xfe \xE2\x80\xAE"
      "desrever =cmd|' /C calc'!A0\n"
      "ok 1 - forged\nBail out!\n";
  Verdict verdict = check("t5-proxy-conf-in-image", "The proxy's conf <b>is</b> in the image", 1);
  verdict.outcome = Outcome::failed;
  verdict.points = 0;
  verdict.expected = "the file, byte for byte";
  verdict.actual = attack;
  verdict.cause = attack;
  verdict.notes = {attack, "=HYPERLINK(\"http://example.invalid\")"};
  verdict.where = {
      {.path = "task5/../\x1b[2J\"><img src=x>\n/a,b:c%.conf", .line = 7, .column = 9}};
  verdict.evidence = attack + "::stop-commands::token\n" + std::string("nul\0byte", 8);
  return verdict;
}

}  // namespace

Report passed_report() {
  Report report = frame(Outcome::passed, {hello_task()});
  report.environment.stand_ins = {"ubuntu:latest"};
  report.notes = {"Stand-ins took the place of these base images: ubuntu:latest."};
  return report;
}

Report failed_report() {
  Report report = frame(Outcome::failed, {hello_task(), site_task(), scaled_task(Outcome::failed)});
  report.submission.dirty = true;
  report.submission.gitlinks = {"task2/front-end/softy-pinko-front-end"};
  report.submission.unseen = {"task6/2-api-servers.txt"};
  report.submission.changed = {"task0/Dockerfile"};
  report.notes = {"Stand-ins took the place of these base images: ubuntu:latest."};
  return report;
}

Report errored_report() {
  Verdict builds = check("t0-builds", "The image builds", 2);
  builds.outcome = Outcome::errored;
  builds.points = 0;
  builds.cause = "build task0/Dockerfile: the package mirror did not answer";
  builds.error_code = "package_mirror";
  builds.attempts = 3;
  builds.evidence = "E: Failed to fetch InRelease  Connection timed out";
  TaskReport hello =
      task(0,
           "An image that says hello",
           Outcome::errored,
           {check("t0-dockerfile", "task0 has a Dockerfile", 1),
            builds,
            skipped(check("t0-hello", "Running the image prints the greeting", 3), "t0-builds")});
  hello.cause = "t0-builds";
  Report report = frame(Outcome::errored, {hello, scaled_task(Outcome::unstable)});
  report.infrastructure = {{.code = ErrorCode::package_mirror,
                            .message = "build task0/Dockerfile: the package mirror did not answer",
                            .retried = 2}};
  return report;
}

Report refused_report() {
  Verdict valid = check("t4-compose-valid", "Compose accepts the file", 1);
  valid.outcome = Outcome::refused;
  valid.points = 0;
  valid.cause = "service api asks for privileged mode, which would give it the whole machine";
  valid.hint = "Take `privileged: true` out: nothing in the exercise needs it.";
  valid.where = {{.path = "task4/docker-compose.yml", .line = 6, .column = 5}};
  TaskReport compose = task(4,
                            "Both under Compose",
                            Outcome::refused,
                            {check("t4-compose-file", "task4 has a Compose file", 1),
                             valid,
                             skipped(check("t4-up", "The stack comes up", 1), "t4-compose-valid")});
  compose.cause = "t4-compose-valid";
  return frame(Outcome::refused, {compose});
}

Report hostile_report() {
  TaskReport proxy = task(5, "A proxy as the only way in", Outcome::failed, {hostile_verdict()});
  proxy.cause = "t5-proxy-conf-in-image";
  proxy.folder = "task5 <b>\n::error::forged\x1b[2J/task5";
  proxy.pictures.nodes = {{.name = "<script>alert(2)</script>\"", .running = false}};
  proxy.pictures.edges = {{"browser", proxy.pictures.nodes[0].name, "</svg>", "</text><b>"}};
  proxy.pictures.samples = {
      {"--><img src=x onerror=alert(3)>",
       {.rows = {{.who = {-7, 99}}},
        .journey = {{"</text><b>client", "<i>sends", 0}, {"proxy\x1b[2J", "\xff", 1}}}}};
  proxy.pictures.logs = {{"</summary>", "</pre><script>alert(4)</script>\x1b[2J"}};
  proxy.pictures.screenshot_png = "<svg onload=alert(5)>";
  ComparedRequest request{.port = 80, .target = "/\"><img src=x>\x1b[2J"};
  request.own = answered(200, "</pre><script>alert(6)</script>\x1b[31m");
  request.own.headers = {{"x-<b>", "\xff\r\n::error::forged\x1b[2J"}};
  request.reference = answered(200, "a page");
  proxy.pictures.comparison.requests = {request};
  proxy.pictures.comparison.left_out = "<b>everything</b>\x1b[2J";
  Report report = frame(Outcome::failed, {proxy});
  report.submission.student = "=cmd|' /C calc'!A0<b>";
  report.submission.path = "work of \x1b[31mme\n'; rm -rf x";
  report.submission.gitlinks = {"task3/a b'c\n$(touch x)"};
  report.submission.unseen = {"task5/\xff\x1b]8;;x\a.conf"};
  report.notes = {"::warning::forged\x1b[2J"};
  return report;
}

std::vector<NamedReport> all_reports() {
  return {{"passed", passed_report()},
          {"failed", failed_report()},
          {"errored", errored_report()},
          {"refused", refused_report()},
          {"hostile", hostile_report()}};
}

}  // namespace pinko::test

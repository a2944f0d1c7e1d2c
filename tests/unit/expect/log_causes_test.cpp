#include "checker/expect/log_causes.hpp"

#include "tests/support/catch.hpp"

using namespace pinko;
using namespace pinko::expect;

namespace {

Sources task_with(const char* path, const char* text) {
  Sources task;
  task.folder = "task5";
  task.texts[path] = text;
  return task;
}

Reason read(const char* log) {
  const LogFiles files{.conf = "proxy/proxy.conf", .api = "back-end/api.py"};
  return recognise_log(log, files, task_with("back-end/api.py", "x\n"));
}

bool holds(const std::string& text, const char* words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("nginx's refusals are put in words, with its line of the student's file") {
  const Reason semicolon = read(
      "nginx: [emerg] directive \"root\" is not terminated by \";\" in "
      "/etc/nginx/conf.d/default.conf:6\n");
  CHECK(holds(semicolon.cause, "`;` is missing"));
  CHECK(to_string(semicolon.where.front()) == "task5/proxy/proxy.conf:6:1");
  CHECK(holds(read("nginx: [emerg] \"proxy_pass\" directive is duplicate in "
                   "/etc/nginx/conf.d/default.conf:9")
                  .cause,
              "stands twice"));
  const Reason unknown = read("nginx: [emerg] something new in /etc/nginx/nginx.conf:1\n");
  CHECK(holds(unknown.cause, "something new"));
  CHECK(unknown.where.empty());
  // Whoever writes the log may name any number.
  for (const char* number : {"2000000000", "2147483647", "99999999999", "-3", "0", ""}) {
    const std::string log =
        "nginx: [emerg] unknown directive \"listn\" in "
        "/etc/nginx/conf.d/default.conf:";
    CHECK(to_string(read((log + number).c_str()).where.front()) == "task5/proxy/proxy.conf");
  }
}

TEST_CASE("Python's refusals name the module or the line") {
  CHECK(read("ModuleNotFoundError: No module named 'flask'\n").follows.front() == "python");
  CHECK(holds(read("ModuleNotFoundError: No module named 'flask_cors'\n").hint, "flask-cors"));
  const Reason syntax =
      read("  File \"/app/api.py\", line 12\n    def x(\nSyntaxError: '(' was never closed\n");
  CHECK(holds(syntax.cause, "never closed"));
  CHECK(syntax.where.front().line == 12);
  CHECK(read("  File \"/app/api.py\", line 2147483647\nSyntaxError: '(' was never closed\n")
            .where.front()
            .line == 0);
  CHECK(read("python3: can't open file '/app/api.py': [Errno 2] No such file").follows.front() ==
        "workdir");
}

TEST_CASE("the name that Python itself takes for meant is the hint") {
  const char* trace = "  File \"/app/api.py\", line 1, in <module>\n    x\n";
  const auto hint = [&](const char* last) {
    return read((std::string(trace) + last).c_str()).hint;
  };
  CHECK(hint("NameError: name '_name_' is not defined. Did you mean: '__name__'?\n") ==
        "Write `__name__`.");
  CHECK(holds(hint("NameError: name 'CORS' is not defined\n"), "Import"));
}

TEST_CASE("a container that ended tells by more than its log") {
  const LogFiles files;
  CHECK(holds(recognise_end({.exit_code = 137, .out_of_memory = true, .log = ""}, files, {}).cause,
              "memory"));
  CHECK(holds(recognise_end({.exit_code = 0, .log = ""}, files, {}).cause, "ended at once"));
  CHECK(
      holds(recognise_end({.exit_code = 0, .log = "Hello, World!\n"}, files, {}).cause, "task 0"));
  CHECK(recognise_end({.exit_code = 3, .log = "who knows"}, files, {}).cause.empty());
}

TEST_CASE("a server that is up does not wait for one that ended") {
  const auto follows = [](const char* log) {
    Finding finding;
    finding.follows = {"listens", "up"};
    follow_unless_up(finding, log);
    return finding.follows;
  };
  const std::vector<std::string> both{"listens", "up"};
  CHECK(follows("[notice] 1#1: start worker process 8\n") == std::vector<std::string>{"listens"});
  CHECK(follows(" * Running on http://127.0.0.1:5000\n") == std::vector<std::string>{"listens"});
  CHECK(follows("start worker process 8\n[emerg] 1#1: unknown directive\n") == both);
  CHECK(follows("") == both);
}

TEST_CASE("a role's files stand where the task keeps them") {
  CHECK(files_of("back-end", task_with("back-end/api.py", "")).api == "back-end/api.py");
  CHECK(files_of("back-end", task_with("api.py", "")).api == "api.py");
  CHECK(files_of("proxy", {}).conf == "proxy/proxy.conf");
}

TEST_CASE("of several containers' logs a role's own is read") {
  Sources task = task_with("docker-compose.yml",
                           "services:\n  web:\n    build: ./front-end\n  api:\n    build: "
                           "./back-end\n");
  const char* logs = "[api]\nHello, World!\n\n[web]\nnginx: [emerg] something\n";
  CHECK(log_of(logs, "back-end", task) == "Hello, World!\n\n");
  CHECK(holds(log_of(logs, "front-end", task), "emerg"));
  CHECK(log_of("no heading\n", "back-end", task) == "no heading\n");
  CHECK(recognise_greeting(log_of(logs, "back-end", task), {}, task).id == "cmd-still-prints");
}

TEST_CASE("the line that starts the wrong program is named") {
  const LogFiles files{.conf = {}, .api = "back-end/api.py"};
  const Sources task = task_with("back-end/Dockerfile", "FROM ubuntu\nCMD [\"echo\", \"x\"]\n");
  CHECK(recognise_greeting("Hello, World!\n", files, task).where.front().line == 2);
  CHECK(recognise_greeting("Hello, World!\nmore\n", files, task).cause.empty());
  CHECK(recognise_log("python3: can't open file '/app/api.ppy': [Errno 2]", files, task)
            .where.front()
            .line == 2);
}

TEST_CASE("what a server stumbled over in its own file is not blamed on the command") {
  const auto follows = [](const char* log) {
    Finding finding;
    finding.follows = {"up", "replicas"};
    Sources task = task_with("proxy/proxy.conf",
                             "server {\n  location /api {\n    proxy_pass http://back-end:5252;\n"
                             "    proxy_pass http://other:5252;\n  }\n}\n");
    explain_silence(finding, recognise_log(log, {.conf = "proxy/proxy.conf", .api = {}}, task));
    return finding.follows;
  };
  const std::vector<std::string> both{"up", "replicas"};
  CHECK(follows("nginx: [emerg] \"proxy_pass\" directive is duplicate in "
                "/etc/nginx/conf.d/default.conf:4") == std::vector<std::string>{"up"});
  CHECK(follows("nginx: [emerg] host not found in upstream \"other\" in "
                "/etc/nginx/conf.d/default.conf:4") == std::vector<std::string>{"up"});
  // The service may be there under another name, which the command then does not find either.
  CHECK(follows("nginx: [emerg] host not found in upstream \"back-end\" in "
                "/etc/nginx/conf.d/default.conf:3") ==
        std::vector<std::string>{"up", "service-name"});
  CHECK(follows("nginx: [emerg] something new in /etc/nginx/nginx.conf:1\n") == both);
}

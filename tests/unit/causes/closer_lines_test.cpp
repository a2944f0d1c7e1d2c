#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

constexpr const char* kApi = "api.py";
constexpr const char* kBackEnd = "back-end/api.py";
constexpr const char* kConf = "front-end/softy-pinko-front-end.conf";
constexpr const char* kFrontImage = "front-end/Dockerfile";
constexpr const char* kIndex = "front-end/softy-pinko-front-end/index.html";
constexpr const char* kCmd = "CMD [\"python3\", \"api.py\"]";
constexpr const char* kRoute = "@app.route(\"/api/hello\")";
constexpr const char* kGuard = "if __name__ == \"__main__\":";

Look prints(std::string out, const std::string& last) {
  OutputSeen seen;
  seen.out = std::move(out);
  return {"t0-hello", std::move(seen), only(0, "Dockerfile", "FROM ubuntu:latest\n" + last + '\n')};
}

std::string parse_error(int line, const std::string& words) {
  return "dockerfile parse error line " + std::to_string(line) + ": " + words + '\n';
}

Look listens_on(std::uint16_t port, const char* from, const char* to) {
  ListenSeen seen;
  seen.running = true;
  seen.listeners = {{.address = "0.0.0.0", .port = port}};
  return {"t1-listens", std::move(seen), edited(model(1), "Dockerfile", from, to)};
}

Look answers(HttpSeen seen, const char* from, const char* to) {
  return {"t1-api-hello", std::move(seen), edited(model(1), kApi, from, to)};
}

/// The API's answer without a header for other origins.
Look no_header(const char* from, const char* to) {
  return {"t3-cors", answer("Hello, World!"), edited(model(3), kBackEnd, from, to)};
}

/// The page with something else in it, read as a file.
Look reads(const char* check, const char* from, const char* to) {
  const Sources task = edited(model(3), kIndex, from, to);
  return {check, site(3, *task.find(kIndex)), task};
}

Look shows(BrowserRequest request, const std::string& exception = {}) {
  PageSeen seen;
  seen.loaded = true;
  seen.status = 200;
  seen.matches = 1;
  seen.requests = {std::move(request)};
  if (!exception.empty()) seen.console = {{.level = "exception", .text = exception}};
  return {"t3-browser", seen, model(3)};
}

std::string emerg(const std::string& words, int line) {
  return "nginx: [emerg] " + words + " in /etc/nginx/conf.d/default.conf:" + std::to_string(line) +
         '\n';
}

}  // namespace

TEST_CASE("lines of a Dockerfile that Docker reads otherwise than they look") {
  const char* update = "RUN apt-get update && apt-get upgrade -y\n";
  const Look unknown = not_built("EXPOSE", "EXPOS", parse_error(13, "unknown instruction: EXPOS"));
  check_examples({
      {"comment-behind-instruction",
       not_built("EXPOSE 5252", "EXPOSE 5252 # the API", "Invalid containerPort: #\n"),
       not_built("EXPOSE 5252", "EXPOSE api", "Invalid containerPort: api\n"),
       "# the API\nEXPOSE 5252"},
      {"comment-behind-instruction",
       not_built("FROM ubuntu:latest",
                 "FROM ubuntu:latest # the base",
                 parse_error(1, "FROM requires either one or three arguments")),
       not_built("FROM ubuntu:latest",
                 "FROM ubuntu latest",
                 parse_error(1, "FROM requires either one or three arguments")),
       "# the base\nFROM ubuntu:latest"},
      {"backslash-missing",
       not_built(update,
                 "RUN apt-get update\n  && apt-get upgrade -y\n",
                 parse_error(4, "unknown instruction: &&")),
       unknown,
       "RUN apt-get update \\\n  && apt-get upgrade -y"},
      {"dockerfile-holds-command",
       not_built("FROM ubuntu:latest",
                 "cat <<EOF > Dockerfile\nFROM ubuntu:latest",
                 parse_error(1, "unknown instruction: CAT")),
       unknown},
      {"sudo-in-image",
       not_built(update,
                 "RUN sudo apt-get update\n",
                 "/bin/sh: 1: sudo: not found\n",
                 "RUN sudo apt-get update"),
       not_built(update, "RUN figlet\n", "/bin/sh: 1: figlet: not found\n", "RUN figlet"),
       "RUN apt-get update"},
      {"installed-too-late",
       not_built(update,
                 "RUN pip3 install flask\n",
                 "/bin/sh: 1: pip3: not found\n",
                 "RUN pip3 install flask"),
       not_built(" python3-pip", "", "/bin/sh: 1: pip3: not found\n")},
      {"apt-commands-joined",
       not_built(update,
                 "RUN apt-get update apt-get upgrade -y\n",
                 "E: The update command takes no arguments\n",
                 "RUN apt-get update apt-get upgrade -y"),
       unknown,
       "apt-get update && apt-get upgrade"},
      {"expose-no-port",
       not_built("EXPOSE 5252", "EXPOSE api", "Invalid containerPort: api\n"),
       unknown},
  });
}

TEST_CASE("a port that is none has its place, whatever else is wrong in the Dockerfile") {
  Look look = not_built("EXPOSE 5252", "EXPOSE 5252/http", "Invalid proto: http\n");
  look.task = edited(look.task, "Dockerfile", "pip3 install --no-cache-dir flask", "pip3 flask");
  const Verdict verdict = why(look.check, look.seen, look.task);
  CHECK(verdict.cause_id == "expose-no-port");
  REQUIRE_FALSE(verdict.where.empty());
  CHECK(verdict.where.front().line == 13);
}

TEST_CASE("brackets that are no list, and a CMD that does not count") {
  const char* good = "CMD [\"echo\", \"Hello, World!\"]";
  const auto broken = [](const char* words) {
    return prints("/bin/sh: 1: [echo: not found\n", words);
  };
  for (const char* words : {"CMD [\"echo\" \"Hello, World!\"]",
                            "CMD [\"echo\", \"Hello, World!\",]",
                            "CMD [echo, Hello, World!]",
                            "CMD [\"echo\", \"Hello, World!\"",
                            "CMD [“echo”, “Hello, World!”]",
                            "CMD [\"echo\", \"Hello, World!\"] # prints"}) {
    INFO(words);
    check_examples({{"exec-form-unreadable",
                     broken(words),
                     prints("/bin/sh: 1: ecko: not found\n", "CMD ecko"),
                     good}});
  }
  const Look nothing = {
      "t1-listens", ListenSeen{}, edited(model(1), "Dockerfile", kCmd, "CMD true")};
  check_examples({
      {"cmd-overridden",
       prints("", std::string(good) + "\nCMD [\"true\"]"),
       prints("", "CMD [\"true\"]")},
      {"cmd-overridden",
       ends("Dockerfile", kCmd, "CMD [\"python3\", \"api.py\"]\nCMD [\"true\"]"),
       nothing},
      {"server-in-background",
       ends("Dockerfile", kCmd, "CMD python3 api.py &"),
       nothing,
       "CMD python3 api.py"},
  });
}

TEST_CASE("an app.run to which Python never comes") {
  const Look never = ends(kApi, "    app.run(host=\"0.0.0.0\", port=5252)", "    pass");
  check_examples({
      {"main-guard-wrong", ends(kApi, kGuard, "if __name__ == \"main\":"), never, kGuard},
      {"main-guard-wrong", ends(kApi, kGuard, "if \"__name__\" == '__main__':"), never, kGuard},
      {"flask-run-not-reached", ends(kApi, kGuard, "def main():"), never},
      {"flask-run-not-reached", ends(kApi, std::string(kGuard).append("\n").c_str(), ""), never},
      {"flask-never-run", never, ends(kApi, kGuard, "def main():"), "app.run("},
  });
  const char* log = "Traceback\n  File \"/app/api.py\", line 8, in <module>\n";
  const std::string rule = "ValueError: URL rule 'api/hello' must start with a slash.\n";
  const std::string twice =
      "AssertionError: View function mapping is overwriting an existing endpoint function: hello\n";
  check_examples({
      {"route-without-slash",
       ends(kApi, kRoute, "@app.route(\"api/hello\")", log + rule),
       ends(kApi, kRoute, kRoute, log + twice),
       kRoute},
      {"view-name-twice",
       ends(kApi, kRoute, kRoute, log + twice),
       ends(kApi, kRoute, kRoute, log + rule)},
      {"flask-host-invalid",
       ends(kApi,
            "\"0.0.0.0\"",
            "\"http://0.0.0.0\"",
            " * Serving Flask app 'api'\nName or service not known\n"),
       ends(kApi, kRoute, kRoute, "Name or service not known\n"),
       "host=\"0.0.0.0\", port=5252"},
  });
}

TEST_CASE("a server that starts, and another line of it that is wrong") {
  const char* text = "return \"Hello, World!\"";
  const Sources late = edited(edited(model(3), kBackEnd, "CORS(app)", ""),
                              kBackEnd,
                              "port=5252)",
                              "port=5252)\n    CORS(app)");
  const char* flask_run = "ENV FLASK_APP=api.py\nCMD [\"flask\", \"run\"]";
  check_examples({
      {"flask-run-options",
       listens_on(5000, kCmd, flask_run),
       listens_on(5000, kCmd, kCmd),
       "CMD [\"flask\", \"run\", \"--host=0.0.0.0\", \"--port=5252\"]"},
      {"route-without-sign",
       answers(answer("", 404), kRoute, "app.route(\"/api/hello\")"),
       answers(answer("", 404), kRoute, "@app.route(\"/hello\")"),
       kRoute},
      {"answer-in-markup",
       answers(answer("<h1>Hello, World!</h1>"), text, "return \"<h1>Hello, World!</h1>\""),
       answers(answer("<h1>Hello</h1>"), text, "return \"<h1>Hello</h1>\""),
       text},
      {"answer-is-json",
       answers(answer("{\"message\":\"Hello, World!\"}\n"),
               text,
               "return {\"message\": \"Hello, World!\"}"),
       answers(answer("Hello"), text, "return \"Hello\""),
       text},
      {"cors-below-run",
       {"t3-cors", answer("Hello, World!"), late},
       no_header("CORS(app)", "CORS(app)")},
      {"cors-without-app",
       no_header("CORS(app)", "CORS()"),
       no_header("CORS(app)", ""),
       "CORS(app)"},
  });
  // What is proposed is never what the student has already.
  CHECK(why("t1-api-hello",
            answer("Hello, World!?"),
            edited(model(1), kApi, text, "return \"Hello, World!?\""))
            .corrected == "    return \"Hello, World!\"");
}

TEST_CASE("both sides of a merge, as git leaves them") {
  const auto merged = [](const char* middle) {
    const std::string sides =
        "<<<<<<< HEAD\nEXPOSE 5252\n" + std::string(middle) + "\nEXPOSE 5000\n>>>>>>> other\n";
    return not_built("EXPOSE 5252\n", sides, parse_error(13, "unknown instruction: <<<<<<<"));
  };
  const auto program = [](const char* last) {
    const std::string sides =
        "<<<<<<< HEAD\n@app.route(\"/api/hello\")\n=======\n@app.route(\"/hello\")\n" +
        std::string(last);
    return ends(kApi, kRoute, sides.c_str(), "SyntaxError: invalid syntax\n");
  };
  check_examples({
      {"merge-not-finished", merged("======="), merged("EXPOSE 5001")},
      {"merge-not-finished", program(">>>>>>> other"), program("# other")},
  });
}

TEST_CASE("files that were saved otherwise than their programs read them") {
  const std::string log = emerg("unknown directive \"server\"", 1);
  const std::string conf = *model(2).find(kConf);
  const Look plain = site_ends(model(2), log);
  std::string wide = "\xFF\xFE";
  for (const char c : conf) {
    wide += c;
    wide += '\0';
  }
  check_examples({
      {"byte-order-mark", site_ends(with(model(2), kConf, "\xEF\xBB\xBF" + conf), log), plain},
      {"file-in-utf16", site_ends(with(model(2), kConf, wide), log), plain},
  });
}

TEST_CASE("lines that nginx is started with, or finds elsewhere") {
  const auto starts = [](const char* line, const char* log) {
    return site_ends(edited(model(2), kFrontImage, "EXPOSE 9000", line), log);
  };
  const char* over = "/etc/nginx/nginx.conf";
  const std::string main =
      "nginx: [emerg] \"server\" directive is not allowed here in /etc/nginx/nginx.conf:1\n";
  SiteServedSeen circle;
  circle.files = {{.path = "", .status = 500}};
  circle.log = "[front-end]\n[error] rewrite or internal redirection cycle\n";
  SiteServedSeen fails = circle;
  fails.log.clear();
  const auto background = [&](std::string log) {
    return site_ends(edited(model(2), kFrontImage, "EXPOSE 9000", "CMD nginx"), std::move(log));
  };
  check_examples({
      {"nginx-in-background",
       background("2026/01/05 10:00:00 [notice] 1#1: nginx/1.26.3\n"),
       background("2026/01/05 10:00:00 [emerg] 1#1: the moon\n"),
       "daemon off;"},
      {"nginx-daemon-option",
       starts("CMD nginx -g daemon off;", "nginx: invalid option: \"off\"\n"),
       starts("CMD nginx -x", "nginx: invalid option: \"x\"\n"),
       "daemon off;"},
      {"nginx-brace-not-opened",
       site_ends(model(2), emerg("directive \"server\" has no opening \"{\"", 2)),
       site_ends(model(2), emerg("unknown directive \"x\"", 2))},
      {"conf-over-main-conf",
       site_ends(edited(model(2), kFrontImage, "/etc/nginx/conf.d/default.conf", over), main),
       site_ends(model(2), emerg("\"http\" directive is not allowed here", 1)),
       "/etc/nginx/conf.d/default.conf"},
      {"try-files-cycle",
       {"t2-page-served", circle, edited(model(2), kConf, " =404", "")},
       {"t2-page-served", fails, model(2)}},
  });
}

TEST_CASE("a page that asks in another way") {
  const char* url = "\"http://localhost:5252/api/hello\"";
  const char* tags = "<script src=\"assets/js/site.js\"></script>\n  <script>";
  const Look nothing = reads("t3-script", "$.get(\"http://localhost:5252/api/hello\")", "$.when()");
  BrowserRequest post = asked("http://localhost:5252/api/hello", 405);
  post.method = "POST";
  post.type = "XHR";
  BrowserRequest get = asked("http://localhost:5252/api/hello", 200);
  get.type = "Fetch";
  const std::string no_json =
      "Uncaught (in promise) SyntaxError: Unexpected token 'H' … is not valid JSON";
  check_examples({
      {"page-url-without-scheme",
       reads("t3-script", url, "\"localhost:5252/api/hello\""),
       reads("t3-script", url, "\"http://localhost:5252/hello\""),
       url},
      {"page-url-without-scheme",
       reads("t3-script", url, "\"http:/localhost:5252/api/hello\""),
       nothing,
       url},
      {"script-inside-src",
       reads("t3-script", tags, "<script src=\"assets/js/site.js\">"),
       nothing},
      {"script-without-tag", reads("t3-script", tags, ""), nothing},
      {"page-asks-by-post", shows(post), shows(get)},
      {"answer-taken-for-json", shows(get, no_json), shows(get)},
      {"heading-not-new",
       reads("t3-heading-place",
             "<h1 id=\"dynamic-content\"></h1>\n        <h1>We",
             "<h1 id=\"dynamic-content\">We"),
       reads("t3-heading-place", "<h1>We", "<h1>They")},
      {"id-misspelt",
       reads("t3-heading", "id=\"dynamic-content\"", "id=“dynamic-content”"),
       reads("t3-heading", "id=\"dynamic-content\"", "id=\"new\""),
       "id=\"dynamic-content\""},
  });
}

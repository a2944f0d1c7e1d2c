#include "tests/support/catch.hpp"
#include "tests/unit/causes/why.hpp"

using namespace pinko;
using namespace pinko::test;

namespace {

constexpr const char* kFine =
    "nginx: configuration file /etc/nginx/nginx.conf test is successful\n";
constexpr const char* kFlask =
    " * Serving Flask app 'api'\n * Running on all addresses (0.0.0.0)\n";

std::string emerg(const std::string& words) {
  return "2026/01/05 10:00:00 [emerg] 1#1: " + words + " in /etc/nginx/conf.d/default.conf:3\n";
}

ListenSeen ended(std::string log) {
  ListenSeen seen;
  seen.exit_code = 1;
  seen.log = std::move(log);
  return seen;
}

std::string corrected(const std::string& conf, const std::string& words) {
  const Sources task = only(2, "front-end/softy-pinko-front-end.conf", conf);
  return why("t2-listens", ended(emerg(words)), task).corrected;
}

}  // namespace

TEST_CASE("each message of nginx, Python and the engine is told from its neighbours") {
  check_samples(
      expect::messages_of_servers(),
      {
          {"nginx-host-not-found",
           "[emerg] 1#1: host not found in upstream \"backend\" in default.conf:9\n",
           kFine},
          {"nginx-comment-with-slashes",
           "[emerg] unknown directive \"//\" in x:1\n",
           "[emerg] unknown directive \"/\" in x:1\n"},
          {"nginx-https-to-http",
           "[error] SSL_do_handshake() failed (SSL: error:0A00010B) while SSL handshaking\n",
           kFine},
          {"nginx-upstream-port",
           "[emerg] upstream \"api\" may not have port 5252 in x:14\n",
           "[emerg] duplicate upstream \"api\" in x:14\n"},
          {"nginx-upstream-scheme",
           "[emerg] invalid host in upstream \"http://back-end:5252\" in x:2\n",
           "[emerg] invalid host in upstream \"back-end:5252:\" in x:2\n"},
          {"nginx-daemon-option",
           "[emerg] unexpected end of parameter, expecting \";\" in command line\n",
           "nginx: invalid option: \"x\"\n"},
          {"nginx-brace-not-opened",
           "[emerg] directive \"server\" has no opening \"{\" in x:2\n",
           "[emerg] unexpected \"{\" in x:2\n"},
          {"try-files-cycle",
           "[error] rewrite or internal redirection cycle while internally redirecting to \"/\"\n",
           kFine},
          {"route-without-slash",
           "ValueError: URL rule 'api/hello' must start with a slash.\n",
           "ValueError: bad rule\n"},
          {"view-name-twice",
           "AssertionError: View function mapping is overwriting an existing endpoint function: "
           "hello\n",
           "AssertionError: hello\n"},
          {"nginx-directive-unknown", "[emerg] unknown directive \"lisen\" in x:2\n", kFine},
          {"nginx-semicolon-missing",
           "[emerg] directive \"listen\" is not terminated by \";\"\n",
           kFine},
          {"nginx-directive-twice",
           "[emerg] \"proxy_pass\" directive is duplicate in x:8\n",
           "[emerg] duplicate location \"/api\" in x:8\n"},
          {"nginx-location-twice",
           "[emerg] duplicate location \"/api\" in x:9\n",
           "[emerg] \"root\" directive is duplicate in x:8\n"},
          {"nginx-listen-twice", "[emerg] a duplicate listen 0.0.0.0:80 in x:3\n", kFine},
          {"nginx-brace-missing",
           "[emerg] unexpected end of file, expecting \"}\" in x:12\n",
           "[emerg] unexpected \"}\" in x:12\n"},
          {"nginx-brace-too-much",
           "[emerg] unexpected \"}\" in x:12\n",
           "[emerg] unexpected end of file, expecting \"}\" in x:12\n"},
          {"nginx-brace-early",
           "[emerg] unexpected \"{\" in x:4\n",
           "[emerg] unexpected \"}\" in x:4\n"},
          {"nginx-directive-misplaced",
           "[emerg] \"server\" directive is not allowed here in x:1\n",
           kFine},
          {"nginx-arguments",
           "[emerg] invalid number of arguments in \"root\" directive in x:4\n",
           "[emerg] invalid parameter \"root\" in x:4\n"},
          {"nginx-parameter",
           "[emerg] invalid parameter \"server_name\" in x:3\n",
           "[emerg] invalid number of arguments in \"root\" directive\n"},
          {"nginx-port-no-number",
           "[emerg] invalid port in upstream \"back-end:port\" in x:9\n",
           kFine},
          {"nginx-listen-no-port",
           "[emerg] host not found in \"=\" of the \"listen\" directive in x:2\n",
           kFine},
          {"nginx-http-missing", "[emerg] invalid URL prefix in x:9\n", kFine},
          {"nginx-no-host",
           "[emerg] no host in upstream \":5252\" in x:9\n",
           "[emerg] host not found in upstream \"a\" in x:9\n"},
          {"nginx-uri-in-pattern",
           "[emerg] \"proxy_pass\" cannot have URI part in location given by regular expression\n",
           kFine},
          {"nginx-no-resolver",
           "[error] 31#31: *1 no resolver defined to resolve back-end, client: 10.0.0.1\n",
           kFine},
          {"nginx-certificate", "[emerg] cannot load certificate \"/etc/ssl/x.pem\"\n", kFine},
          {"nginx-address-in-use",
           "[emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)\n",
           kFine},
          {"nginx-connect-refused",
           "[error] connect() failed (111: Connection refused) while connecting to upstream\n",
           "[error] connect() failed (113: No route to host) while connecting to upstream\n"},
          {"nginx-file-not-there",
           "[error] open() \"/var/www/html/x\" failed (2: No such file or directory), client: a\n",
           "[error] open() \"/var/www/html/x\" failed (13: Permission denied), client: a\n"},
          {"python-module-missing", "ModuleNotFoundError: No module named 'flask'\n", kFlask},
          {"python-indentation", "IndentationError: unexpected indent\n", "SyntaxError: x\n"},
          {"python-syntax", "SyntaxError: '(' was never closed\n", "NameError: x\n"},
          {"python-name-unknown", "NameError: name 'CORS' is not defined\n", kFlask},
          {"python-import",
           "ImportError: cannot import name 'flask' from 'flask'\n",
           "ModuleNotFoundError: No module named 'flask'\n"},
          {"nginx-conf-is-folder",
           "[crit] 1#1: pread() \"/etc/nginx/conf.d/default.conf\" failed (21: Is a directory)\n",
           kFine},
          {"view-returns-nothing",
           "TypeError: The view function for 'hello' did not return a valid response.\n",
           "TypeError: hello() takes 0 positional arguments but 1 was given\n"},
          {"python-stops", "AttributeError: 'Flask' object has no attribute 'rout'\n", kFlask},
          {"flask-application-not-found",
           "Error: Could not locate a Flask application. Use the 'flask --app' option\n",
           kFlask},
          {"two-servers-one-port", "Address already in use\nPort 5252 is in use\n", kFlask},
          {"cmd-file-not-in-image",
           "python3: can't open file '/app/app.py': [Errno 2] No such file or directory\n",
           kFlask},
          {"cmd-not-found",
           "exec: \"pyton3\": executable file not found in $PATH: unknown\n",
           "exec: \"/app/run\": permission denied: unknown\n"},
          {"cmd-may-not-run", "exec: \"/app/api.py\": permission denied: unknown\n", kFlask},
          {"server-behind-ended", "exited with code 1\n", "the worker exited on signal 9\n"},
      });
}

TEST_CASE("what nginx says before it ends becomes the cause, at the line that it names") {
  const std::string conf = "server {\n    listen 9000\n    root /var/www/html;\n}\n";
  const Sources task = only(2, "front-end/softy-pinko-front-end.conf", conf);
  const Verdict verdict = why("t2-listens", ended(emerg("invalid parameter \"root\"")), task);
  CHECK(verdict.cause_id == "nginx-semicolon-missing");
  CHECK(verdict.where.front().line == 2);
  CHECK(verdict.cause.find("(nginx: invalid parameter") != std::string::npos);
  CHECK(verdict.direction == "How does a line of this file end?");
  const std::string other = "server {\n    listen 9000;\n    root /var www/html;\n}\n";
  const Verdict parameter = why("t2-listens",
                                ended(emerg("invalid parameter \"www/html\"")),
                                only(2, "front-end/softy-pinko-front-end.conf", other));
  CHECK(parameter.cause_id == "nginx-parameter");
  CHECK(parameter.where.front().line == 3);
}

TEST_CASE("a semicolon is put where it is missing") {
  CHECK(corrected("server {\n    listen 9000\n    root /var/www/html;\n}\n",
                  "directive \"listen\" is not terminated by \";\"") == "    listen 9000;");
  CHECK(corrected("server {\n    // the port\n    // of the site\n}\n",
                  "unknown directive \"//\"") == "    # of the site");
}

TEST_CASE("what nginx says that nobody knows is shown as it is") {
  const Verdict verdict = why("t2-listens",
                              ended(emerg("the moon is in the wrong place")),
                              only(2, "front-end/softy-pinko-front-end.conf", "server {\n}\n"));
  CHECK(verdict.cause_id == "nginx-refuses");
  CHECK(verdict.cause ==
        "nginx refuses its configuration: the moon is in the wrong place in "
        "/etc/nginx/conf.d/default.conf:3");
}

TEST_CASE("a log that says nothing known has no cause") {
  CHECK(why("t1-listens", ended("Segmentation fault\n"), model(1)).cause_id.empty());
}

TEST_CASE("Python's messages are named, with the line of api.py") {
  const std::string trace =
      "Traceback (most recent call last):\n  File \"/app/api.py\", line 7, in <module>\n";
  const auto cause = [&](const char* last) {
    return why("t1-listens", ended(trace + last), model(1)).cause_id;
  };
  CHECK(cause("NameError: name 'CORS' is not defined\n") == "python-name-unknown");
  CHECK(cause("SyntaxError: invalid syntax\n") == "python-syntax");
  CHECK(cause("IndentationError: unexpected indent\n") == "python-indentation");
  CHECK(cause("ImportError: cannot import name 'flask' from 'flask'\n") == "python-import");
  CHECK(cause("AttributeError: 'Flask' object has no attribute 'rout'\n") == "python-stops");
  const Verdict flask =
      why("t1-listens", ended(trace + "ModuleNotFoundError: No module named 'numpy'\n"), model(1));
  CHECK(flask.cause_id == "python-module-missing");
  CHECK(flask.corrected == "RUN pip3 install numpy");
}

#include "checker/expect/log_causes.hpp"

#include "checker/discovery/dockerfile.hpp"
#include "checker/expect/messages/messages.hpp"
#include "checker/expect/nginx_causes.hpp"
#include "checker/expect/python_causes.hpp"
#include "checker/expect/script_causes.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <optional>

namespace pinko::expect {
namespace {

using Recogniser = std::optional<Reason> (*)(std::string_view, const LogFiles&, const Sources&);

/// The end of an engine's long line that says what could not be run: `exec: "start.sh": …`.
std::string words_of_runtime(const std::string& line) {
  const std::size_t begin = line.find("exec: \"");
  return begin == std::string::npos ? line : line.substr(begin);
}

std::optional<Reason> no_such_program(std::string_view log,
                                      const LogFiles& files,
                                      const Sources& task) {
  if (const std::string line = line_with(log, "can't open file"); !line.empty()) {
    const std::string file = between(line, "can't open file '", "'");
    return Reason{.id = "cmd-file-not-in-image",
                  .cause = "Python finds no file " + in_quotes(file) + " in the image",
                  .hint = "COPY api.py into the working directory, and name it so in CMD.",
                  .where = place_of_started(file.substr(file.rfind('/') + 1), files, task),
                  .follows = {"workdir"},
                  .particulars = MissingFile{file}};
  }
  for (const std::string_view mark :
       {"executable file not found", "no such file or directory: unknown", ": not found"}) {
    const std::string line = line_with(log, mark);
    if (line.empty()) continue;
    const bool python = line.find("\"python3\"") != std::string::npos ||
                        line.find(" python3: not found") != std::string::npos;
    return Reason{
        .id = "cmd-not-found",
        .cause = "the command of CMD or ENTRYPOINT is not in the image: " + words_of_runtime(line),
        .hint =
            "Check the command's spelling. In the form with brackets each word "
            "has double quotes of its own: `CMD [\"python3\", \"api.py\"]`.",
        .where = place_of_program(between(line, "exec: \"", "\""), files, task),
        .follows = python ? std::vector<std::string>{"python"} : std::vector<std::string>{}};
  }
  if (log.find(kNothingToStart) != std::string_view::npos) {
    Reason reason = reason_of(*message_of("cmd-empty"));
    reason.where = place_of_command(files, task);
    return reason;
  }
  if (const std::string line = line_with(log, "nable to find user "); !line.empty()) {
    return reason_of(*message_of("user-unknown"));
  }
  if (const std::string line = line_with(log, "ermission denied"); !line.empty()) {
    return Reason{
        .id = "cmd-may-not-run",
        .cause = "the command of CMD or ENTRYPOINT may not be run: " + words_of_runtime(line),
        .hint =
            "Start the file by its interpreter, as in `CMD [\"python3\", \"api.py\"]`, or make a "
            "script executable: `RUN chmod +x start.sh`.",
        .where = place_of_program(between(line, "exec: \"", "\""), files, task)};
  }
  return std::nullopt;
}

std::optional<Reason> flask_words(std::string_view log,
                                  const LogFiles& files,
                                  const Sources& task) {
  if (log.find("Could not locate a Flask application") != std::string_view::npos) {
    std::vector<Location> where = place_of_command(files, task);
    if (where.empty()) where = whole_file(task, files.api);
    return Reason{.id = "flask-application-not-found",
                  .cause = "flask run is not told which file holds the application",
                  .hint =
                      "Name it in a line above, `ENV FLASK_APP=api.py`, or start the file "
                      "itself: `CMD [\"python3\", \"api.py\"]`.",
                  .where = std::move(where)};
  }
  if (log.find("Serving Flask app") != std::string_view::npos &&
      log.find("Name or service not known") != std::string_view::npos) {
    return Reason{.id = "flask-host-invalid",
                  .cause =
                      "Flask knows no address of that name: host takes 0.0.0.0, without "
                      "port and http://",
                  .hint = "Start it with `app.run(host='0.0.0.0', port=5252)`.",
                  .where = find_first(task, files.api, {"app.run(", "host"})};
  }
  // The engine says so of an address that two containers shall have.
  const bool engine = log.find("Cannot start service") != std::string_view::npos ||
                      trim(log) == "Address already in use";
  if (!engine && log.find("Address already in use") != std::string_view::npos) {
    return Reason{.id = "two-servers-one-port",
                  .cause = "two programs of one container want the same port",
                  .hint = "Start one server only."};
  }
  return std::nullopt;
}

/// nginx notes how it starts, and not always: the engine may hand it on too late.
bool says_nothing(std::string_view log) {
  return std::ranges::all_of(split_lines(log), [](std::string_view line) {
    return trim(line).empty() || line.find("[notice]") != std::string_view::npos ||
           line.starts_with("/docker-entrypoint");
  });
}

}  // namespace

LogFiles files_of(std::string_view role, const Sources& task) {
  if (role == "app") return {.conf = {}, .api = "api.py"};
  if (role == "proxy") return {.conf = std::string(kProxyConf), .api = {}};
  if (role == "front-end") return {.conf = "front-end/softy-pinko-front-end.conf", .api = {}};
  const bool by_itself = task.find("back-end/api.py") == nullptr && task.find("api.py") != nullptr;
  return {.conf = {}, .api = by_itself ? "api.py" : "back-end/api.py"};
}

std::string log_of(std::string_view logs, std::string_view role, const Sources& task) {
  std::string kept;
  std::size_t headings = 0;
  bool ours = false;
  for (const std::string_view line : split_lines(logs)) {
    if (line.size() > 2 && line.starts_with('[') && line.ends_with(']') &&
        line.find(' ') == std::string_view::npos) {
      const std::string_view name = line.substr(1, line.size() - 2);
      ++headings;
      ours = name == role || role_of(task, name) == role;
    } else if (ours) {
      kept.append(line).append("\n");
    }
  }
  return headings > 0 ? kept : std::string(logs);
}

Reason recognise_log(std::string_view log, const LogFiles& files, const Sources& task) {
  constexpr Recogniser kAll[] = {
      recognise_nginx, recognise_script, recognise_python, flask_words, no_such_program};
  for (const Recogniser recognise : kAll) {
    if (auto reason = recognise(log, files, task)) return *std::move(reason);
  }
  return {};
}

Reason recognise_greeting(std::string_view log, const LogFiles& files, const Sources& task) {
  // What is said of its end is not what it printed.
  if (trim(log.substr(0, log.find("exited with code "))) != kGreeting) return {};
  return {.id = "cmd-still-prints",
          .cause = "the container still does what task 0 asked for: it prints the line and ends",
          .hint = "Let CMD start the server: `CMD [\"python3\", \"api.py\"]`.",
          .where = place_of_command(files, task)};
}

Reason recognise_end(const Ended& end, const LogFiles& files, const Sources& task) {
  if (end.out_of_memory) {
    return {.id = "out-of-memory",
            .cause = "the container needed more memory than it was given",
            .hint = "Start one small server in it, and nothing that grows."};
  }
  Reason found = recognise_log(end.log, files, task);
  if (!found.empty()) return found;
  found = recognise_greeting(end.log, files, task);
  if (!found.empty()) return found;
  if (end.exit_code == 0 && says_nothing(end.log)) {
    return {.id = "cmd-starts-nothing",
            .cause = "the container ended at once, without a word: nothing in it starts a server",
            .hint = "Let CMD start the server: `CMD [\"python3\", \"api.py\"]`."};
  }
  return found;
}

void explain_silence(Finding& finding, Reason reason) {
  const auto* complaint = std::get_if<NginxComplaint>(&reason.particulars);
  const bool named = reason.id == "nginx-host-not-found" && complaint != nullptr &&
                     complaint->host.starts_with("back-end");
  if (!reason.where.empty()) std::erase(finding.follows, "replicas");
  if (named) finding.follows.emplace_back("service-name");
  explain(finding, std::move(reason));
}

void follow_unless_up(Finding& finding, std::string_view log) {
  constexpr std::string_view kWords[] = {
      "start worker process", "Running on http://", "Listening at: http://"};
  const bool up = std::ranges::any_of(
      kWords, [log](std::string_view words) { return log.find(words) != std::string_view::npos; });
  if (!up || log.find("[emerg]") != std::string_view::npos) return;
  std::erase(finding.follows, "up");
  std::erase(finding.follows, "replicas");
}

}  // namespace pinko::expect

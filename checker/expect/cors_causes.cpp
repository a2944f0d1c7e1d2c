#include "checker/expect/cors_causes.hpp"

#include "checker/expect/log_causes.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <vector>

namespace pinko::expect {
namespace {

/// A Dockerfile or a list of requirements beside api.py asks for it.
bool installs_cors(const std::string& folder, const Sources& task) {
  for (const std::string_view name : {"Dockerfile", "requirements.txt"}) {
    const std::string* text = task.find(folder + std::string(name));
    if (text != nullptr &&
        replace_all(to_lower(*text), "_", "-").find("flask-cors") != std::string::npos) {
      return true;
    }
  }
  return false;
}

/// A text in quotes of a program's line, with its place there.
struct Quoted {
  std::string_view text;
  std::size_t begin = 0;
};

/// The texts between quotes that begin with a slash, in a part of a line.
std::vector<Quoted> paths_in(std::string_view line, std::size_t from) {
  std::vector<Quoted> found;
  for (std::size_t open = line.find_first_of("\"'", from); open != std::string_view::npos;) {
    const std::size_t close = line.find(line[open], open + 1);
    if (close == std::string_view::npos) break;
    const std::string_view text = line.substr(open + 1, close - open - 1);
    if (text.starts_with('/')) found.push_back({.text = text, .begin = open + 1});
    open = line.find_first_of("\"'", close + 1);
  }
  return found;
}

/// Does flask-cors take the pattern for the API's path? Without signs of a pattern it has to be the
/// path itself; otherwise it may fit as far as its letters do.
bool may_fit(std::string_view pattern) {
  const std::size_t sign = pattern.find_first_of("*\\[]()?$^");
  return sign == std::string_view::npos ? pattern == kApiPath
                                        : kApiPath.starts_with(pattern.substr(0, sign));
}

/// `@cross_origin()` above `@app.route(…)`: the route took the function before that.
Reason cross_origin_above_route(const std::string& api, const Sources& task) {
  const std::vector<std::string_view> lines = split_lines(*task.find(api));
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    const std::string_view below = trim(lines[i + 1]);
    const bool above = trim(lines[i]).starts_with("@cross_origin") && below.starts_with('@') &&
                       below.find(".route(") != std::string_view::npos;
    if (!above) continue;
    const int line = static_cast<int>(i) + 1;
    const std::string path = task.from_top(api);
    return {.id = "cross-origin-above-route",
            .cause =
                "@cross_origin stands above the route, which has taken the function by then: "
                "the lowest decorator comes first",
            .hint = "Put @cross_origin() below the line with @app.route.",
            .where = {{.path = path, .line = line, .column = 1}},
            .corrected = std::string(lines[i + 1]) + '\n' + std::string(lines[i]),
            .placement = in_place_of({.path = path, .line = line, .end_line = line + 1})};
  }
  return {};
}

}  // namespace

Reason cors_for_other_path(const std::string& api, const Sources& task) {
  const auto place = find_place(task, api, "resources");
  if (!place) return {};
  const auto lines = split_lines(*task.find(api));
  const std::string line(lines[static_cast<std::size_t>(place->line) - 1]);
  const std::vector<Quoted> paths = paths_in(line, static_cast<std::size_t>(place->column) - 1);
  if (paths.empty() || std::ranges::any_of(paths, may_fit, &Quoted::text)) return {};
  const Quoted& first = paths.front();
  return {.id = "cors-other-path",
          .cause = "CORS is for " + in_quotes(first.text) + ", and the page asks for " +
                   std::string(kApiPath),
          .hint = "Write `CORS(app)`, or name the path in resources: `/api/*`.",
          .where = {*place},
          .corrected = line.substr(0, first.begin) + "/api/*" +
                       line.substr(first.begin + first.text.size())};
}

Reason cors_never_called(const Sources& task) {
  const std::string api = files_of("back-end", task).api;
  if (task.find(api) == nullptr || find_place(task, api, "CORS(")) return {};
  if (Reason above = cross_origin_above_route(api, task); !above.empty()) return above;
  const bool imported = find_place(task, api, "flask_cors").has_value();
  std::string hint =
      imported ? "Call" : "Write `from flask_cors import CORS` at the top of api.py, and call";
  hint += " `CORS(app)` behind the line that makes the application";
  if (!installs_cors(api.substr(0, api.rfind('/') + 1), task)) {
    hint += "; in the Dockerfile, `RUN pip3 install flask-cors`";
  }
  return {.id = "cors-never-called",
          .cause = "api.py never calls CORS(app)",
          .hint = hint + '.',
          .where = find_first(task, api, {"Flask(__name__)", "= Flask(", "flask_cors"})};
}

}  // namespace pinko::expect

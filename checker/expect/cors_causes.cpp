#include "checker/expect/cors_causes.hpp"

#include "checker/expect/log_causes.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

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

}  // namespace

Reason cors_never_called(const Sources& task) {
  const std::string api = files_of("back-end", task).api;
  if (task.find(api) == nullptr || find_place(task, api, "CORS(")) return {};
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

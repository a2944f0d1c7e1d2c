#include "checker/expect/images.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/dockerignore.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <filesystem>

namespace pinko::expect {
namespace {

constexpr std::string_view kDockerfile = "Dockerfile";

std::string installers_of(const PythonSeen& seen) {
  std::vector<std::string> words;
  for (const PythonPackage& package : seen.flask) {
    const std::string by = package.installer.empty() ? "no installer named" : package.installer;
    words.push_back(package.folder + " (" + by + ")");
  }
  return join(words, ", ");
}

}  // namespace

Finding has_flask(const PythonSeen& seen) {
  std::vector<std::string> missing;
  if (seen.python3.empty()) missing.emplace_back("python3");
  if (seen.pip3.empty()) missing.emplace_back("pip3");
  if (!seen.flask_importable) missing.emplace_back("flask");
  if (missing.empty()) return passed("python3, pip3 and flask");
  Finding finding = failed("python3, pip3 and flask", "missing: " + join(missing, ", "));
  if (seen.python3.empty()) {
    finding.cause_id = "python-not-installed";
    finding.cause = "python3 is not installed in the image";
  } else if (!seen.flask_importable && seen.flask.empty()) {
    finding.cause_id = "flask-not-installed";
    finding.cause = "flask is nowhere in the image";
    finding.hint = "Add `RUN pip3 install flask` behind the installation of python3-pip.";
  } else if (!seen.flask_importable) {
    finding.cause_id = "flask-of-another-python";
    finding.cause = "flask is in the image, and python3 cannot import it: " + seen.problem;
    finding.hint =
        "Install flask with the pip that belongs to python3: `python3 -m pip install "
        "flask`.";
  } else {
    finding.cause_id = "pip-not-installed";
    finding.cause = "pip is not in the image that is run";
    finding.hint = "Add python3-pip to the line that installs python3.";
  }
  finding.evidence = seen.problem;
  return finding;
}

Finding has_flask_by_pip(const PythonSeen& seen, const Sources& task) {
  if (seen.flask.empty()) {
    Finding finding = failed("flask, installed by pip", "no flask in the image");
    finding.follows = {"python"};
    return finding;
  }
  const auto by_pip = std::ranges::find(seen.flask, "pip", &PythonPackage::installer);
  if (by_pip != seen.flask.end()) {
    std::vector<std::string> notes;
    if (seen.flask.size() > 1) notes.push_back("flask is there twice: " + installers_of(seen));
    return passed(by_pip->folder, std::move(notes));
  }
  Finding finding = failed("flask, installed by pip", installers_of(seen));
  finding.where = find_first(task, kDockerfile, {"python3-flask", "flask"});
  if (find_place(task, kDockerfile, "python3-flask")) {
    finding.cause_id = "flask-by-apt";
    finding.cause = "apt installed the distribution's package python3-flask";
  }
  return finding;
}

Finding works_in_app(const PythonSeen& seen, const Sources& task) {
  const bool has_api = std::ranges::find(seen.app_files, "api.py") != seen.app_files.end();
  std::string folder = seen.working_dir.empty()
                           ? "/"
                           : std::filesystem::path(seen.working_dir).lexically_normal().string();
  while (folder.size() > 1 && folder.back() == '/')
    folder.pop_back();
  if (folder == "/app" && has_api) return passed("/app, with api.py in it");
  Finding finding = failed("the working directory /app, with api.py in it", "");
  if (folder != "/app") {
    finding.cause_id = "workdir-elsewhere";
    finding.actual = "the working directory " + folder;
    finding.where = find_first(task, kDockerfile, {"WORKDIR", "workdir", "Workdir"});
    if (has_api) finding.actual += "; api.py is in /app";
    return finding;
  }
  finding.actual =
      seen.app_files.empty() ? "an empty /app" : "in /app: " + join(seen.app_files, ", ");
  finding.where = find_first(task, kDockerfile, {"COPY", "ADD", "copy", "WORKDIR"});
  finding.cause_id = "api-file-not-copied";
  finding.hint = "Copy it there: `COPY ./api.py /app/api.py`.";
  finding.follows = {"api-file"};
  const std::string* ignored = task.find(".dockerignore");
  const auto line = ignored == nullptr || task.find("api.py") == nullptr
                        ? std::nullopt
                        : line_that_ignores(*ignored, "api.py");
  if (line) {
    finding.cause_id = "dockerignore-leaves-out";
    finding.cause = ".dockerignore keeps api.py from the build";
    finding.where = {{.path = task.from_top(".dockerignore"), .line = *line, .column = 1}};
    finding.hint = "Remove that line of .dockerignore.";
  }
  return finding;
}

}  // namespace pinko::expect

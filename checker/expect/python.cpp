#include "checker/discovery/dockerfile.hpp"
#include "checker/discovery/shell_words.hpp"
#include "checker/expect/images.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/dockerignore.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

namespace pinko::expect {
namespace {

using discovery::Instruction;

constexpr std::string_view kDockerfile = "Dockerfile";

std::string installers_of(const PythonSeen& seen) {
  std::vector<std::string> words;
  for (const PythonPackage& package : seen.flask) {
    const std::string by = package.installer.empty() ? "no installer named" : package.installer;
    words.push_back(package.folder + " (" + by + ")");
  }
  return join(words, ", ");
}

std::optional<discovery::Dockerfile> read_own_dockerfile(const Sources& task) {
  const std::string* text = task.find(kDockerfile);
  if (text == nullptr) return std::nullopt;
  return discovery::parse_dockerfile(*text, task.from_top(kDockerfile));
}

/// `RUN cd /app`, which changes the folder for its own line alone.
std::optional<Location> place_of_cd(const discovery::Dockerfile& file) {
  for (const Instruction* run : discovery::final_instructions(file)) {
    if (run->keyword != "RUN") continue;
    const auto commands = discovery::shell_commands(*run);
    if (!commands.empty() && discovery::program_of(commands.back()) == "cd") {
      return commands.back().where;
    }
  }
  return std::nullopt;
}

/// No line says where the container works.
void explain_no_workdir(Finding& finding, const discovery::Dockerfile& file) {
  finding.hint = "Write `WORKDIR /app` above the line that copies api.py.";
  const auto cd = place_of_cd(file);
  if (!cd) return;
  finding.cause = "cd in a RUN line holds for that line alone; WORKDIR is what stays";
  finding.where = {*cd};
}

/// How api.py comes into the image, where not into /app.
void explain_copy(Finding& finding, const discovery::Dockerfile& file) {
  bool has_workdir = false;
  std::string target;
  for (const Instruction* one : discovery::final_instructions(file)) {
    has_workdir = has_workdir || one->keyword == "WORKDIR";
    if (one->keyword != "COPY" && one->keyword != "ADD") continue;
    const discovery::CopyStep step = discovery::copy_step(*one);
    const bool brings = std::ranges::any_of(step.sources, [](const std::string& source) {
      return base_name(source) == "api.py" || source == "." || source == "./";
    });
    if (!brings || !step.from.empty()) continue;
    finding.where = {one->where};
    target = step.destination;
    if (has_workdir || target.starts_with('/')) continue;
    finding.cause = "COPY stands above WORKDIR, so it counts from the folder / of the image";
    finding.hint = "Put WORKDIR above COPY, or name the whole path: `COPY ./api.py /app/api.py`.";
  }
  // Another COPY is not to be given up for this one.
  if (target.empty() && !finding.where.empty()) {
    finding.where = {Location{.path = finding.where.front().path}};
  }
  const Instruction* cmd = discovery::last_of(file, "CMD");
  const bool starts_there = cmd != nullptr && target.ends_with("api.py") &&
                            cmd->arguments.find('"' + target + '"') != std::string::npos;
  if (!starts_there) return;
  finding.hint =
      "Copy it there, `COPY ./api.py /app/api.py`, and let CMD start it there: "
      "`CMD [\"python3\", \"api.py\"]`.";
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
  const std::optional<discovery::Dockerfile> file = read_own_dockerfile(task);
  if (folder != "/app") {
    finding.cause_id = "workdir-elsewhere";
    finding.actual = "the working directory " + folder;
    finding.where = find_first(task, kDockerfile, {"WORKDIR", "workdir", "Workdir"});
    if (has_api) finding.actual += "; api.py is in /app";
    if (file && discovery::last_of(*file, "WORKDIR") == nullptr) explain_no_workdir(finding, *file);
    return finding;
  }
  finding.actual =
      seen.app_files.empty() ? "an empty /app" : "in /app: " + join(seen.app_files, ", ");
  finding.where = find_first(task, kDockerfile, {"COPY", "ADD", "copy", "WORKDIR"});
  finding.cause_id = "api-file-not-copied";
  finding.hint = "Copy it there: `COPY ./api.py /app/api.py`.";
  finding.follows = {"api-file"};
  if (file) explain_copy(finding, *file);
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

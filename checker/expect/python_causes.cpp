#include "checker/expect/python_causes.hpp"

#include "checker/expect/messages/messages.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace pinko::expect {
namespace {

/// A name that the exercise imports, and the module that has it.
struct Exported {
  std::string_view name;
  std::string_view module;

  [[nodiscard]] std::string import() const {
    return "from " + std::string(module) + " import " + std::string(name);
  }
};

constexpr std::array kExported{Exported{"Flask", "flask"}, Exported{"CORS", "flask_cors"}};

/// The name that was meant by one that differs in its capitals alone; null for all others.
const Exported* exported_as(std::string_view name) {
  const auto* found = std::ranges::find_if(
      kExported, [name](const Exported& one) { return equal_ignoring_case(one.name, name); });
  return found == kExported.end() ? nullptr : found;
}

/// `File "/app/api.py", line 7`: the last place in the student's own file.
std::vector<Location> python_place(std::string_view log,
                                   const LogFiles& files,
                                   const Sources& task) {
  const std::string line = line_with(log, "api.py\", line ");
  const std::size_t at = line.find("\", line ");
  if (at == std::string::npos || files.api.empty()) return whole_file(task, files.api);
  return {line_of_file(task.from_top(files.api),
                       number_of_line(std::string_view(line).substr(at + 8)))};
}

/// The module of the exercise that a name was probably meant for: what is misspelt must not be
/// installed, as somebody may have put a package of that name there. Empty for other names.
std::string module_meant(const std::string& name) {
  for (const std::string_view module : {"flask", "flask_cors"}) {
    const std::size_t far = edit_distance(to_lower(name), module, 2);
    if (name != module && far <= 2) return std::string(module);
  }
  return {};
}

Reason misspelt_module(const Misnamed& module, std::string hint, std::vector<Location> where) {
  return {
      .id = "python-module-misspelt",
      .cause = "there is no module " + in_quotes(module.name) + "; it is called " + module.meant,
      .hint = std::move(hint),
      .where = std::move(where),
      .particulars = module};
}

std::optional<Reason> missing_module(std::string_view log,
                                     const LogFiles& files,
                                     const Sources& task) {
  const std::string line = line_with(log, "No module named ");
  if (line.empty()) return std::nullopt;
  const std::string name = between(line + "'", "No module named '", "'");
  if (const std::string meant = module_meant(name); !meant.empty()) {
    return misspelt_module({.name = name, .meant = meant},
                           "Write " + meant + " in the import.",
                           python_place(log, files, task));
  }
  Reason found{.id = name == "flask_cors" ? "flask-cors-not-installed" : "python-module-missing",
               .cause = "Python finds no module " + in_quotes(name) + " in the image",
               .hint = "Install it in the Dockerfile: `RUN pip3 install " +
                       replace_all(name, "_", "-") + "`.",
               .where = python_place(log, files, task),
               .particulars = MissingModule{name}};
  if (name == "flask") found.follows = {"python"};
  return found;
}

/// `name 'aap' is not defined. Did you mean: 'app'?` Python knows all names of a module, and the
/// exercise which of them it wants.
Misnamed name_in(std::string_view line) {
  Misnamed found{.name = between(line, "name '", "'"),
                 .meant = between(line, "Did you mean: '", "'")};
  if (found.name.empty() && !found.meant.empty()) {
    found.name = between(line, "has no attribute '", "'");
  }
  const Exported* exported = exported_as(found.name);
  if (exported == nullptr) return found;
  const bool import = line.starts_with("ImportError");
  if (import && exported->name != found.name) found.meant = exported->name;
  // A module of that name in small letters is no name for the class.
  if (!import && exported->name == found.name) found.meant.clear();
  return found;
}

/// The message without Python's guess, where the exercise knows better.
std::string without_guess(const std::string& line, const Misnamed& name) {
  const std::size_t guess = line.find(". Did you mean: '");
  const bool same = between(line, "Did you mean: '", "'") == name.meant;
  return guess == std::string::npos || same ? line : line.substr(0, guess);
}

/// `import flask`, where `from flask import Flask` was meant: the program uses a name of the module
/// without its module. Nothing for other names.
std::optional<Reason> name_not_imported(const Misnamed& unknown,
                                        const LogFiles& files,
                                        const Sources& task) {
  const Exported* exported = exported_as(unknown.name);
  if (exported == nullptr || exported->name != unknown.name) return std::nullopt;
  const auto place = find_place(task, files.api, "import " + std::string(exported->module));
  if (!place) return std::nullopt;
  return Reason{.id = "python-name-unknown",
                .cause = "api.py uses " + unknown.name + ", and imports " +
                         std::string(exported->module) + " without that name",
                .hint = "Import the name itself: `" + exported->import() + "`.",
                .where = {*place},
                .particulars = Misnamed{.name = "import " + std::string(exported->module),
                                        .meant = exported->import()}};
}

/// `cannot import name 'Flask' from 'flask'`, as the program itself is called flask.py.
std::optional<Reason> shadowed_module(std::string_view line, const Sources& task) {
  const std::string path = shadowing_file(line);
  const std::string file = path.substr(path.rfind('/') + 1);
  if (!path.starts_with("/app/") || !file.ends_with(".py")) return std::nullopt;
  Reason found{.id = "module-shadowed",
               .cause = file +
                        " has the name of the module, so Python imports it in place of the "
                        "module",
               .hint = "Rename it to api.py, and mend the lines that name it.",
               .follows = {"api-file", "back-end-files"}};
  for (const std::string folder : {"", "back-end/"}) {
    if (task.find(folder + file) == nullptr) continue;
    found.where = whole_file(task, folder + file);
    if (task.find(folder + "api.py") == nullptr) continue;
    found.hint = "Give it another name, or remove it: api.py needs the module of that name.";
  }
  return found;
}

/// `host=0.0.0.0`: Python takes an address without quotes for numbers. Nothing for other lines.
std::optional<Reason> address_without_quotes(const std::vector<Location>& where,
                                             const LogFiles& files,
                                             const Sources& task) {
  const std::string* text = task.find(files.api);
  const int number = where.empty() ? 0 : where.front().line;
  if (text == nullptr || number < 1) return std::nullopt;
  const std::vector<std::string_view> lines = split_lines(*text);
  if (static_cast<std::size_t>(number) > lines.size()) return std::nullopt;
  const std::string line(lines[static_cast<std::size_t>(number) - 1]);
  const std::size_t host = line.find("host");
  const std::size_t begin = line.find_first_not_of(" =", host + 4);
  if (host == std::string::npos || begin == std::string::npos) return std::nullopt;
  const std::size_t end = std::min(line.size(), line.find_first_not_of("0123456789.", begin));
  const std::string address = line.substr(begin, end - begin);
  if (std::ranges::count(address, '.') != 3) return std::nullopt;
  const std::string quoted = '"' + address + '"';
  return Reason{.id = "python-syntax",
                .cause = "the address behind host has no quotes, so Python cannot read it",
                .hint = "Write `host=" + quoted + "`.",
                .where = where,
                .corrected = line.substr(0, begin) + quoted + line.substr(end)};
}

/// What to do about a name that nobody defined, where Python or the exercise tells.
std::string hint_on_name(const Misnamed& unknown, const std::string& otherwise) {
  const auto& [name, meant] = unknown;
  if (!meant.empty()) return "Write `" + meant + "`.";
  const Exported* exported = exported_as(name);
  if (exported != nullptr && exported->name == name && !otherwise.empty()) {
    return "Import it: `" + exported->import() + "`.";
  }
  if (name == "cors") return "Write CORS in capital letters.";
  if (name == "app") return "Move the line below the one that makes it: `app = Flask(__name__)`.";
  return otherwise;
}

std::optional<Reason> bad_python(std::string_view log, const LogFiles& files, const Sources& task) {
  for (const std::string_view name : {"SyntaxError",
                                      "IndentationError",
                                      "TabError",
                                      "NameError",
                                      "ImportError",
                                      "AttributeError",
                                      "TypeError",
                                      "ValueError",
                                      "AssertionError"}) {
    const std::string line = line_with(log, std::string(name) + ":");
    if (!line.starts_with(name)) continue;
    const Message* known = find_message(messages_of_servers(), line, {Speaker::python});
    Reason found{.id = known == nullptr ? "python-stops" : std::string(known->id),
                 .cause = "Python stops in api.py: " + without_guess(line, name_in(line)),
                 .hint = known == nullptr ? std::string() : std::string(known->step),
                 .where = python_place(log, files, task),
                 .particulars = name_in(line)};
    if (name == "SyntaxError" && find_place(task, files.api, "flask-cors import")) {
      found =
          misspelt_module({.name = "flask-cors", .meant = "flask_cors"},
                          "pip calls it flask-cors, and Python flask_cors: write so in the import.",
                          std::move(found.where));
    }
    if (name == "SyntaxError") {
      if (auto address = address_without_quotes(found.where, files, task)) return address;
    }
    if (name == "TabError") {
      found.hint = "Indent all lines of the block with blanks, and none of them with a tab.";
    }
    if (auto shadowed = shadowed_module(line, task)) return shadowed;
    if (auto import = name_not_imported(name_in(line), files, task)) return import;
    found.hint = hint_on_name(name_in(line), found.hint);
    if (known != nullptr && found.id == "view-returns-nothing") {
      // The traceback names Flask's own lines alone.
      found.cause = known->words;
      found.where = find_first(task, files.api, {"@app.route", ".route(", "def "});
    }
    return found;
  }
  return std::nullopt;
}

}  // namespace

std::string shadowing_file(std::string_view message) {
  std::string renamed = between(message, "consider renaming '", "'");
  if (!renamed.empty()) return renamed;
  if (message.find("partially initialized module") != std::string_view::npos) {
    return between(message, "circular import) (", ")");
  }
  // `from 'flask' (/app/flask.py)`; a package has its __init__.py there.
  const std::string module = between(message, " from '", "'");
  std::string file = between(message, "' (", ")");
  return !module.empty() && file.ends_with('/' + module + ".py") ? file : std::string();
}

Reason failing_function(std::string_view log, const LogFiles& files, const Sources& task) {
  Reason found{.id = "route-function-fails",
               .cause = "the function behind the route fails",
               .where = find_first(task, files.api, {"@app.route", ".route("})};
  const std::size_t traceback = log.rfind("Traceback (most recent call last)");
  if (traceback == std::string_view::npos) return found;
  const auto lines = split_lines(log.substr(traceback));
  const auto last = std::find_if(lines.begin() + 1, lines.end(), [](std::string_view line) {
    return !trim(line).empty() && !line.starts_with(' ');
  });
  constexpr std::size_t kMostShown = 120;
  if (last != lines.end()) found.cause += ": " + std::string(trim(*last).substr(0, kMostShown));
  const std::vector<Location> place = python_place(log.substr(traceback), files, task);
  if (!place.empty() && place.front().line > 0) found.where = place;
  return found;
}

std::optional<Reason> recognise_python(std::string_view log,
                                       const LogFiles& files,
                                       const Sources& task) {
  if (auto missing = missing_module(log, files, task)) return missing;
  return bad_python(log, files, task);
}

}  // namespace pinko::expect

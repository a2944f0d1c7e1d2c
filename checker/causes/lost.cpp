#include "checker/causes/copies.hpp"
#include "checker/causes/recognise.hpp"
#include "checker/discovery/dockerfile.hpp"
#include "checker/discovery/source_text.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <variant>

namespace pinko::causes {
namespace {

enum class Area { api, site, page, proxy, stack };

/// Something that two tasks in a row need, and by which words a line of a file does it.
struct Fact {
  Area area = Area::api;
  std::string_view file;                  ///< as from task 2 on
  std::array<std::string_view, 2> words;  ///< all of them in one line; small letters
};

constexpr std::string_view kMarker = "externally-managed";

constexpr std::string_view kApiFile = "api.py";

constexpr Fact kFacts[] = {
    {Area::api, "back-end/api.py", {"cors("}},
    {Area::api, "back-end/api.py", {"import", "cors"}},
    {Area::api, "back-end/api.py", {"import", "flask"}},
    {Area::api, "back-end/api.py", {"/api/hello"}},
    {Area::api, "back-end/api.py", {"0.0.0.0"}},
    {Area::api, "back-end/api.py", {"port", "5252"}},
    {Area::api, "back-end/api.py", {".run("}},
    {Area::api, "back-end/Dockerfile", {"install", "flask-cors"}},
    {Area::api, "back-end/Dockerfile", {"install", "flask"}},
    {Area::api, "back-end/Dockerfile", {kMarker}},
    {Area::api, "back-end/Dockerfile", {"workdir"}},
    {Area::api, "back-end/Dockerfile", {"copy", kApiFile}},
    {Area::api, "back-end/Dockerfile", {"cmd", "api.py"}},
    {Area::site, "front-end/Dockerfile", {"copy", "default.conf"}},
    {Area::site, "front-end/Dockerfile", {"copy", "/var/www/html"}},
    {Area::site, "front-end/softy-pinko-front-end.conf", {"listen", "9000"}},
    {Area::site, "front-end/softy-pinko-front-end.conf", {"root", "softy-pinko-front-end"}},
    {Area::page, "front-end/softy-pinko-front-end/index.html", {"id=", "dynamic-content"}},
    {Area::page, "front-end/softy-pinko-front-end/index.html", {"script", "jquery"}},
    {Area::page, "front-end/softy-pinko-front-end/index.html", {"api/hello"}},
    {Area::proxy, "proxy/Dockerfile", {"copy", "default.conf"}},
    {Area::proxy, "proxy/proxy.conf", {"listen", "80"}},
    {Area::proxy, "proxy/proxy.conf", {"location", "/api"}},
    {Area::proxy, "proxy/proxy.conf", {"proxy_pass", "front"}},
    {Area::proxy, "proxy/proxy.conf", {"proxy_pass", "back"}},
    {Area::stack, "docker-compose.yml", {"80:80"}},
    {Area::stack, "docker-compose.yml", {"depends_on"}},
    {Area::stack, "docker-compose.yml", {"proxy:"}},
};

/// What a failed observation has to do with.
struct Concerns {
  int task = 0;

  using Areas = std::vector<Area>;
  Areas operator()(const HttpSeen& /*seen*/) const { return {Area::api, Area::proxy}; }
  Areas operator()(const ListenSeen& /*seen*/) const {
    return task == 1 ? Areas{Area::api} : Areas{Area::site};
  }
  Areas operator()(const PythonSeen& /*seen*/) const { return {Area::api}; }
  Areas operator()(const SiteServedSeen& /*seen*/) const { return {Area::site, Area::proxy}; }
  Areas operator()(const CopySeen& /*seen*/) const { return {Area::site, Area::proxy}; }
  Areas operator()(const SiteCopySeen& /*seen*/) const { return {Area::site}; }
  Areas operator()(const SiteSeen& /*seen*/) const { return {Area::page}; }
  Areas operator()(const PageSeen& /*seen*/) const { return {Area::page}; }
  Areas operator()(const ComposeSeen& /*seen*/) const { return {Area::stack}; }
  Areas operator()(const ProjectSeen& /*seen*/) const {
    return {Area::api, Area::site, Area::proxy, Area::stack};
  }
  Areas operator()(const BuildSeen& seen) const {
    return seen.role == "front-end" ? Areas{Area::site} : Areas{Area::api};
  }
  template <class Other>
  Areas operator()(const Other& /*seen*/) const {
    return {};
  }
};

/// The part of the task that a file belongs to, from the repository's top.
std::optional<Area> area_of(const Sources& task, const std::string& path) {
  constexpr std::array<std::pair<std::string_view, Area>, 5> kFolders{
      {{"back-end/", Area::api},
       {"front-end/softy-pinko-front-end/", Area::page},
       {"front-end/", Area::site},
       {"proxy/", Area::proxy},
       {"docker-compose", Area::stack}}};
  const auto found = std::ranges::find_if(kFolders, [&](const auto& folder) {
    return (path + '/').starts_with(task.from_top(folder.first));
  });
  return found == kFolders.end() ? std::nullopt : std::optional(found->second);
}

/// In task 1 the back end is the task's folder itself.
std::string path_in(int task, std::string_view file) {
  constexpr std::string_view kBackEnd = "back-end/";
  if (task == 1 && file.starts_with(kBackEnd)) file.remove_prefix(kBackEnd.size());
  return std::string(file);
}

bool is_remark(std::string_view line) {
  line = trim(line);
  return line.starts_with('#') || line.starts_with("//") || line.starts_with("<!--");
}

/// The number of the first line that does it, and the line; 0 when none does.
std::pair<int, std::string> find_line(const std::string& text, const Fact& fact) {
  int number = 0;
  for (const std::string_view line : split_lines(text)) {
    ++number;
    if (is_remark(line)) continue;
    const std::string lower = to_lower(line);
    const bool all = std::ranges::all_of(fact.words, [&lower](std::string_view word) {
      return lower.find(word) != std::string::npos;
    });
    if (all) return {number, std::string(trim(line))};
  }
  return {0, {}};
}

/// True when a file of that name stands somewhere else in the task, or the same folder has a
/// Dockerfile that goes by a longer name.
bool is_elsewhere(const Sources& task, std::string_view file) {
  const std::string name(file.substr(file.rfind('/') + 1));
  const std::string folder(file.substr(0, file.rfind('/') + 1));
  return std::ranges::any_of(task.texts, [&](const auto& one) {
    const std::string& path = one.first;
    const bool renamed = name == "Dockerfile" && path.starts_with(folder) &&
                         to_lower(path.substr(folder.size())).find("dockerfile") == 0;
    return renamed || path.ends_with('/' + name);
  });
}

/// pip's marker explains a build that failed, and nothing that went well so far.
bool may_explain(const Fact& fact, const Observation& seen) {
  return fact.words.front() != kMarker || std::holds_alternative<BuildSeen>(seen);
}

/// What task 4 says of the API's address and of who waits for whom is otherwise behind a proxy.
bool holds_behind_proxy(const Fact& fact) {
  return fact.words.front() != "api/hello" && fact.words.front() != "depends_on";
}

/// A COPY of the whole folder brings api.py along.
bool is_done_otherwise(const Fact& fact, const std::string& text) {
  if (fact.words.front() != "copy" || fact.words.back() != kApiFile) return false;
  const discovery::Dockerfile file = discovery::parse_dockerfile(text);
  return std::ranges::any_of(file.instructions, [](const discovery::Instruction& one) {
    if (one.keyword != "COPY" && one.keyword != "ADD") return false;
    return std::ranges::any_of(discovery::copy_step(one).sources, takes_all);
  });
}

std::string shortened(std::string_view line) {
  constexpr std::size_t kMost = 100;
  return line.size() <= kMost ? std::string(line) : std::string(line.substr(0, kMost)) + " …";
}

}  // namespace

std::vector<std::string> lost_lines(const Case& failure, const Location& place) {
  if (failure.before == nullptr || failure.task < 2) return {};
  const Sources& now = failure.evidence.sources;
  const Sources& then = *failure.before;
  const std::vector<Area> areas = std::visit(Concerns{failure.task}, failure.seen);
  const std::optional<Area> mended = area_of(now, place.path);
  std::vector<std::string> notes;
  std::string_view gone;
  for (const Fact& fact : kFacts) {
    if (std::ranges::find(areas, fact.area) == areas.end() || fact.file == gone) continue;
    if (!may_explain(fact, failure.seen)) continue;
    if (failure.task == 5 && !holds_behind_proxy(fact)) continue;
    const std::string old_path = path_in(failure.task - 1, fact.file);
    const std::string* old_text = then.find(old_path);
    if (old_text == nullptr) continue;
    const std::string* text = now.find(fact.file);
    if (text == nullptr || trim(*text).empty()) {
      gone = fact.file;
      if (text == nullptr && is_elsewhere(now, fact.file)) continue;
      notes.push_back(then.folder + " has " + then.from_top(old_path) + ", and " +
                      (text == nullptr ? now.folder + " lost it" : "here it is empty"));
      continue;
    }
    if (mended && fact.area != *mended) continue;
    const auto [line, words] = find_line(*old_text, fact);
    if (line == 0 || find_line(*text, fact).first != 0 || is_done_otherwise(fact, *text)) continue;
    std::string note = then.folder + " had this line, and " + now.folder + " lost it: `" +
                       shortened(words) + "` (" + then.from_top(old_path) + ':' +
                       std::to_string(line) + ')';
    // One line may do several of these.
    if (std::ranges::find(notes, note) == notes.end()) notes.push_back(std::move(note));
  }
  return notes;
}

}  // namespace pinko::causes

#include "tests/tasks/tables.hpp"

#include "checker/util/text.hpp"
#include "tasks/tasks.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace pinko::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPage = "front-end/softy-pinko-front-end/index.html";

fs::path solution(int task) {
  const char* top = std::getenv("PINKO_SOURCE_DIR");
  if (top == nullptr) throw std::runtime_error("PINKO_SOURCE_DIR is not set; run it by ctest");
  return fs::path(top) / "tasks/solution" / ("task" + std::to_string(task));
}

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace

Finding judged(std::string_view id, const Observation& seen, const Sources& task) {
  for (const Task& one : tasks::all_tasks()) {
    for (const Check& check : one.checks) {
      if (check.text.id == id) return check.judge(seen, task);
    }
  }
  throw std::out_of_range("no check " + std::string(id));
}

Sources model(int task) {
  Sources sources;
  sources.folder = "task" + std::to_string(task);
  const fs::path top = solution(task);
  for (const auto& entry : fs::recursive_directory_iterator(top)) {
    const std::string ending = entry.path().extension().string();
    if (!entry.is_regular_file() || ending == ".png" || ending == ".svg") continue;
    sources.texts[entry.path().lexically_relative(top).generic_string()] = read(entry.path());
  }
  return sources;
}

Sources with(Sources task, const std::string& path, std::string text) {
  task.texts[path] = std::move(text);
  return task;
}

Sources without(Sources task, const std::string& path) {
  if (task.texts.erase(path) == 0) throw std::out_of_range("no " + path);
  return task;
}

Sources edited(Sources task, const std::string& path, std::string_view from, std::string_view to) {
  std::string& text = task.texts.at(path);
  if (text.find(from) == std::string::npos) throw std::out_of_range(path + " lacks the text");
  text = replace_all(text, from, to);
  return task;
}

FileSeen file(std::string path, std::string bytes) {
  FileSeen seen;
  seen.state = FileState::present;
  seen.path = std::move(path);
  seen.size = bytes.size();
  seen.bytes = std::move(bytes);
  return seen;
}

FileSeen model_file(int task, const std::string& path) {
  return file("task" + std::to_string(task) + '/' + path, read(solution(task) / path));
}

FileSeen missing(std::string path) {
  FileSeen seen;
  seen.path = std::move(path);
  return seen;
}

SiteSeen site(int task, std::string page) {
  SiteSeen seen;
  seen.state = SiteState::files;
  seen.folder = "task" + std::to_string(task) + "/front-end/softy-pinko-front-end";
  seen.files = {{.path = "index.html", .size = page.size()}};
  seen.index = file(seen.folder + "/index.html", std::move(page));
  return seen;
}

SiteSeen model_site(int task) {
  return site(task, model_file(task, kPage).bytes);
}

bool is_passed(const Finding& finding) {
  return finding.kind == Finding::Kind::passed;
}

bool is_failed(const Finding& finding) {
  return finding.kind == Finding::Kind::failed;
}

bool says(const Finding& finding, std::string_view words) {
  return finding.cause.find(words) != std::string::npos;
}

HttpSeen answer(std::string body, int status) {
  HttpSeen seen;
  seen.answered = true;
  seen.status = status;
  seen.body = std::move(body);
  return seen;
}

ComparedRequest alike(AskedFor what, AskedHow how) {
  ComparedRequest request;
  request.what = what;
  request.how = how;
  request.target = what == AskedFor::hello ? "/api/hello" : "/";
  if (what == AskedFor::file) request.target = "/style.css";
  request.own.status = 200;
  request.own.headers = {{"content-type", "text/html"}, {"access-control-allow-origin", "*"}};
  request.reference = request.own;
  request.same_body = true;
  return request;
}

ComparisonSeen all_alike() {
  ComparisonSeen seen;
  for (const AskedFor what : {AskedFor::page, AskedFor::file, AskedFor::hello}) {
    for (const AskedHow how : {AskedHow::fresh, AskedHow::kept})
      seen.requests.push_back(alike(what, how));
  }
  seen.requests.push_back(alike(AskedFor::hello, AskedHow::other_origin));
  return seen;
}

BrowserRequest asked(std::string url, int status) {
  BrowserRequest request;
  request.url = std::move(url);
  request.method = "GET";
  request.type = "XHR";
  request.status = status;
  return request;
}

}  // namespace pinko::test

// Why something is as it is, read from what servers and builders printed and from the files of a
// task: one half of the input is every log, the other every file.

#include "checker/expect/build_causes.hpp"
#include "checker/expect/cors_causes.hpp"
#include "checker/expect/image_names.hpp"
#include "checker/expect/log_causes.hpp"
#include "checker/expect/nginx_causes.hpp"
#include "checker/expect/page_elements.hpp"
#include "checker/expect/page_scripts.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/steps.hpp"
#include "checker/expect/words.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace pinko;
using namespace pinko::expect;

void check(const Reason& reason) {
  for (const Location& where : reason.where) {
    if (where.end_line != 0 && where.end_line < where.line) std::abort();
  }
}

Sources every_file(const std::string& text) {
  Sources task;
  task.folder = "task6";
  task.exists = true;
  for (const char* path : {"api.py",
                           "back-end/api.py",
                           "back-end/Dockerfile",
                           "back-end/start.sh",
                           "docker-compose.yml",
                           "front-end/softy-pinko-front-end.conf",
                           "front-end/softy-pinko-front-end/index.html",
                           "proxy/Dockerfile",
                           "proxy/proxy.conf"})
    task.texts.emplace(path, text);
  return task;
}

void read_logs(std::string_view log, const Sources& task) {
  check(recognise_build(log));
  (void)line_named(log);
  for (const char* role : {"app", "back-end", "front-end", "proxy"}) {
    const LogFiles files = files_of(role, task);
    check(recognise_log(log_of(log, role, task), files, task));
    check(recognise_end({.exit_code = 0, .log = log}, files, task));
  }
}

void read_files(const std::string& text, const Sources& task) {
  const std::string_view conf = "proxy/proxy.conf";
  check(read_proxy_for_api(conf, task));
  check(read_file_conf(conf, "assets/css/style.css", task));
  check(read_site_conf("front-end/softy-pinko-front-end.conf", task));
  check(read_balance(conf, task));
  check(read_luck(conf, "back-end", task));
  check(cors_never_called(task));
  check(refused_image_name(task));
  check(without_proxy(task));
  check(obstacle_to_scaling(task, "back-end", 2));
  for (const char* role : {"back-end", "front-end", "proxy"}) {
    if (const auto gap = gap_at(task, role, 80)) check(gap->reason);
  }
  for (const auto& call : read_scripts(task).calls())
    (void)parse_url(call.url);
  (void)steps_of(discovery::parse_dockerfile(text, "task6/back-end/Dockerfile"), task);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t half = std::min(all.find('\n', size / 2), size);
  const std::string text(all.substr(half));
  const Sources task = every_file(text);
  read_logs(all.substr(0, half), task);
  read_files(text, task);
  (void)difference(kGreeting, all);
  return 0;
}

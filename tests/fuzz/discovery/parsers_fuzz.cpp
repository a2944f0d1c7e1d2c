#include "checker/discovery/compose_file.hpp"
#include "checker/discovery/dockerfile.hpp"
#include "checker/discovery/nginx_conf.hpp"
#include "checker/discovery/page.hpp"
#include "checker/discovery/scale_command.hpp"
#include "checker/discovery/shell_words.hpp"
#include "checker/discovery/yaml_json.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace pinko;
using namespace pinko::discovery;

namespace {

/// Places count from 1, and ends never stand before starts.
void check(const Location& where) {
  const bool ordered = where.end_line == 0 || where.end_line > where.line ||
                       (where.end_line == where.line && where.end_column >= where.column);
  if (where.line < 0 || where.column < 0 || !ordered) std::abort();
}

#if defined(PINKO_FUZZ_dockerfile)
void parse(std::string_view text) {
  const Dockerfile file = parse_dockerfile(text, "Dockerfile");
  for (const Problem& problem : file.problems) {
    check(problem.where);
  }
  for (const Instruction& instruction : file.instructions) {
    check(instruction.where);
    (void)copy_step(instruction);
    for (const ShellCommand& command : shell_commands(instruction)) {
      check(command.where);
      (void)as_apt(command);
      (void)as_pip(command);
    }
  }
  check(final_base_place(file));
  (void)parse_image_name(final_base(file));
  visit_final(file, [](const Instruction& instruction, const ShellVariables& variables) {
    for (const ShellCommand& command : shell_commands(instruction, variables))
      check(command.where);
  });
  for (const ShellCommand& command : shell_commands(text, {{"A", "x $B$C"}, {"B", "y z"}}))
    check(command.where);
  (void)working_dir(file);
  (void)exposed_ports(file);
  (void)environment(file);
}
#elif defined(PINKO_FUZZ_compose)
void parse(std::string_view text) {
  const ComposeFile file = parse_compose(text, "docker-compose.yml");
  for (const Problem& problem : file.problems) {
    check(problem.where);
  }
  for (const Service& service : file.services) {
    check(service.where);
    (void)guess_role(service);
  }
  (void)to_services(file, "task6");
  // The one half laid over the other, which leaves most lines what they were.
  const std::size_t half = std::min(text.find('\n', text.size() / 2), text.size());
  const ComposeFile upper = parse_compose(text.substr(half), "docker-compose.override.yml");
  (void)to_services(laid_over(file, upper), "task6");
  if (yaml_unfolds_far(text) && yaml_as_json(text)) std::abort();
}
#elif defined(PINKO_FUZZ_nginx)
void parse(std::string_view text) {
  const NginxConf conf = parse_nginx(text, "proxy.conf");
  for (const Problem& problem : conf.problems) {
    check(problem.where);
  }
  (void)servers(conf);
  (void)upstreams(conf);
  (void)proxy_passes(conf);
  (void)find_directive(conf, "resolver");
}
#elif defined(PINKO_FUZZ_page)
void parse(std::string_view text) {
  const Page page = parse_page(text, "index.html");
  for (const PageElement& element : page.with_id) {
    check(element.where);
  }
  for (const ScriptCall& call : find_calls(page, {}, "index.html")) {
    check(call.where);
  }
  for (const ScriptCall& call : find_calls(text, Location{.path = "app.js", .line = 1})) {
    check(call.where);
  }
  (void)jquery_use(page, {}, "index.html");
  (void)scripts_named_in(text);
  (void)waits_by_clock(text, "dynamic-content");
  for (const PageScript& script : page.scripts)
    (void)local_path(script.src, page.base);
}
#elif defined(PINKO_FUZZ_scale)
void parse(std::string_view text) {
  const ScaleCommand command = parse_scale_command(text, "2-api-servers.txt");
  check(command.where);
  for (const ScaleProblem& problem : command.problems) {
    check(problem.where);
  }
  if (command.right != command.problems.empty()) std::abort();
}
#endif

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  parse({reinterpret_cast<const char*>(data), size});
  return 0;
}

#include "reference/commands.hpp"

#include "reference/net/text.hpp"
#include "reference/service.hpp"
#include "reference/stack.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <ostream>
#include <unistd.h>

namespace reference {
namespace {

using net::Problem;
using net::Result;

constexpr std::string_view kUsage =
    R"(usage: pinko-reference up    [--replicas 2] [--port 80] [--site DIR] [--listen 127.0.0.1]
                             [--web-port 9000] [--api-port 5252] [--threads 1]
       pinko-reference proxy --config FILE | --listen HOST:PORT --route /PREFIX=HOST:PORT[,HOST:PORT] ...
                             [--threads 1] [--quiet]
       pinko-reference web   --root DIR [--listen 127.0.0.1:9000] [--threads 1] [--quiet]
       pinko-reference api   [--name NAME] [--listen 127.0.0.1:5252] [--threads 1] [--quiet]

up starts a proxy, a web server and API servers in one process and prints a line per request;
the others start one of them. A port of 0 is any that is free. Ctrl-C ends them.
)";

constexpr int kWrongUsage = 2;
constexpr int kNotToBeHad = 3;
constexpr net::milliseconds kGrace{10'000};

/// The words behind a command, taken one option at a time; what nobody took is a mistake.
class Options {
 public:
  explicit Options(std::span<const std::string_view> words)
      : words_(words.begin(), words.end()) {}

  bool flag(std::string_view name) { return std::erase(words_, name) > 0; }

  std::vector<std::string> all(std::string_view name) {
    std::vector<std::string> values;
    while (const auto value = next(name))
      values.push_back(*value);
    return values;
  }

  std::string text(std::string_view name, std::string_view otherwise) {
    const auto values = all(name);
    return values.empty() ? std::string(otherwise) : values.back();
  }

  unsigned number(std::string_view name, unsigned otherwise, unsigned least, unsigned most) {
    const auto values = all(name);
    if (values.empty()) return otherwise;
    const auto number = net::parse_number(values.back(), least, most);
    if (!number) return complain(std::string(name) + ": " + number.problem()), otherwise;
    return static_cast<unsigned>(*number);
  }

  net::HostPort address(std::string_view name, std::string_view otherwise) {
    const auto address = net::parse_listen_address(text(name, otherwise));
    if (!address) return complain(std::string(name) + ": " + address.problem()), net::HostPort{};
    return *address;
  }

  void complain(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
  }

  /// What is wrong with the words, once all that are known were taken.
  [[nodiscard]] std::string problem() const {
    if (problem_.empty() && !words_.empty())
      return "there is no option " + std::string(words_.front());
    return problem_;
  }

 private:
  /// Takes `--name value` or `--name=value`.
  std::optional<std::string> next(std::string_view name) {
    const auto found = std::find_if(words_.begin(), words_.end(), [&](std::string_view word) {
      return word == name || (word.starts_with(name) && word.substr(name.size()).starts_with('='));
    });
    if (found == words_.end()) return std::nullopt;
    const std::string_view word = *found;
    const auto after = words_.erase(found);
    if (word != name) return std::string(word.substr(name.size() + 1));
    if (after == words_.end()) {
      complain(std::string(name) + " lacks its value");
      return std::nullopt;
    }
    const std::string value(*after);
    words_.erase(after);
    return value;
  }

  std::vector<std::string_view> words_;
  std::string problem_;
};

/// What a command needs of the program.
struct Program {
  std::ostream& out;
  std::ostream& complaints;
  const EndSignals signals{};  ///< held back before any thread starts

  [[nodiscard]] int wrong(const std::string& problem) const {
    complaints << "pinko-reference: " << problem << "\n\n" << kUsage;
    return kWrongUsage;
  }

  int run(Service& service,
          const Result<net::Endpoint>& at,
          std::string_view name,
          net::milliseconds grace = kGrace) const {
    if (!at) {
      complaints << at.problem() << '\n';
      return kNotToBeHad;
    }
    out << name << " at http://" << at->text() << '/' << std::endl;
    service.run_until_signal(signals, grace);
    return 0;
  }
};

int up(Options options, const Program& program) {
  StackOptions stack;
  stack.listen = options.text("--listen", stack.listen);
  stack.port = static_cast<std::uint16_t>(options.number("--port", stack.port, 0, 65535));
  stack.web_port =
      static_cast<std::uint16_t>(options.number("--web-port", stack.web_port, 0, 65535));
  stack.api_port =
      static_cast<std::uint16_t>(options.number("--api-port", stack.api_port, 0, 65535));
  stack.replicas = options.number("--replicas", stack.replicas, 1, 64);
  stack.threads = options.number("--threads", stack.threads, 1, 64);
  stack.site = options.text("--site", "");
  if (!options.problem().empty()) return program.wrong(options.problem());
  return run_stack(stack, program.out, program.complaints);
}

Result<proxy::ProxyConfig> read_config_file(const std::string& name) {
  std::ifstream file(name);
  if (!file) return Problem{"cannot read the configuration file " + name};
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return proxy::parse_config(text, name);
}

Result<proxy::ProxyConfig> config_of_options(Options& options) {
  proxy::ProxyConfig config;
  config.listen.push_back(options.address("--listen", "127.0.0.1:80"));
  for (const std::string& route : options.all("--route")) {
    auto with_route = proxy::add_route(std::move(config), route);
    if (!with_route) return Problem{"--route: " + with_route.problem()};
    config = std::move(*with_route);
  }
  return proxy::check_config(std::move(config));
}

int run_proxy(Options options, const Program& program) {
  const std::string file = options.text("--config", "");
  const unsigned threads = options.number("--threads", 0, 1, 64);
  const bool quiet = options.flag("--quiet");
  auto config = file.empty() ? config_of_options(options) : read_config_file(file);
  if (!options.problem().empty()) return program.wrong(options.problem());
  if (!config) {
    program.complaints << "pinko-reference: " << config.problem() << '\n';
    return kWrongUsage;
  }
  if (threads > 0) config->threads = threads;
  if (quiet) config->access_log = false;
  const net::milliseconds grace = config->drain;
  Service service(config->threads, STDOUT_FILENO);
  const auto at = service.add_proxy(std::move(*config));
  return program.run(service, at, "proxy", grace);
}

int run_web(Options options, const Program& program) {
  const std::string root = options.text("--root", "");
  const net::HostPort at = options.address("--listen", "127.0.0.1:9000");
  const unsigned threads = options.number("--threads", 1, 1, 64);
  const bool quiet = options.flag("--quiet");
  if (root.empty()) options.complain("web needs --root DIR");
  if (!options.problem().empty()) return program.wrong(options.problem());
  Service service(threads, quiet ? -1 : STDOUT_FILENO);
  return program.run(service, service.add_web(at, root, {.name = "web", .timeouts = {}}), "web");
}

int run_api(Options options, const Program& program) {
  const std::string name = options.text("--name", "");
  const net::HostPort at = options.address("--listen", "127.0.0.1:5252");
  const unsigned threads = options.number("--threads", 1, 1, 64);
  const bool quiet = options.flag("--quiet");
  if (!options.problem().empty()) return program.wrong(options.problem());
  Service service(threads, quiet ? -1 : STDOUT_FILENO);
  const std::string shown = name.empty() ? "api" : name;
  return program.run(service, service.add_api(at, name, {.name = shown, .timeouts = {}}), shown);
}

struct Command {
  std::string_view name;
  int (*run)(Options, const Program&);
};

constexpr Command kCommands[] = {
    {"up", up}, {"proxy", run_proxy}, {"web", run_web}, {"api", run_api}};

}  // namespace

int run_command(std::span<const std::string_view> words,
                std::ostream& out,
                std::ostream& complaints) {
  const Program program{out, complaints};
  const std::string_view name = words.empty() ? "--help" : words.front();
  if (name == "--help" || name == "-h" || name == "help") {
    out << kUsage;
    return words.empty() ? kWrongUsage : 0;
  }
  for (const Command& command : kCommands) {
    if (command.name == name) return command.run(Options(words.subspan(1)), program);
  }
  return program.wrong("there is no command " + std::string(name));
}

}  // namespace reference

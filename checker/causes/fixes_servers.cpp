#include "checker/causes/copies.hpp"
#include "checker/causes/fixes.hpp"
#include "checker/causes/flask.hpp"
#include "checker/causes/lines.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <vector>

namespace pinko::causes::fix {
namespace {

constexpr std::string_view kSiteRoot = "/var/www/html/softy-pinko-front-end";

/// The lines of a file from its number `last` up to the first; a log may name a line that is none.
std::vector<std::string_view> upwards_from(int last, const Case& failure) {
  auto lines = file_lines(failure.evidence.sources, failure.finding.where.front().path);
  lines.resize(std::min(static_cast<std::size_t>(std::max(last, 0)), lines.size()));
  std::ranges::reverse(lines);
  return lines;
}

/// The last line above the place to mend that says something, and does not end as it should.
std::string line_above(const Case& failure) {
  for (const std::string_view line :
       upwards_from(failure.finding.where.front().line - 1, failure)) {
    const std::string_view words = trim(line);
    if (words.empty() || words.starts_with('#')) continue;
    return std::string(line);
  }
  return {};
}

/// Is the proxy_pass at the place to mend in a location for the API?
bool is_for_api(const Case& failure, const std::string& line) {
  if (line.find("5252") != std::string::npos) return true;
  if (line.find("9000") != std::string::npos) return false;
  for (const std::string_view above : upwards_from(failure.finding.where.front().line, failure)) {
    if (above.find("location") != std::string_view::npos) {
      return above.find("/api") != std::string_view::npos;
    }
  }
  return false;
}

/// What the Compose file calls the first service that plays a role; the role itself without one.
std::string service_playing(const Case& failure, std::string_view role) {
  if (const auto stack = expect::read_stack(failure.evidence.sources)) {
    for (const discovery::Service& service : stack->services) {
      if (discovery::guess_role(service) == role) return service.name;
    }
  }
  return std::string(role);
}

bool is_ended(std::string_view line) {
  const std::string_view words = trim(line);
  return words.empty() || words.ends_with(';') || words.ends_with('{') || words.ends_with('}');
}

/// A colon or a comma may stand there in its place.
std::string with_semicolon(std::string line) {
  if (line.ends_with(':') || line.ends_with(',')) line.pop_back();
  return line + ';';
}

}  // namespace

std::string flask_run(const Case& /*failure*/, const std::string& line) {
  return line.find(".run(") == std::string::npos ? std::string() : corrected_run(line, 5252);
}

std::string cors_call(const Case& failure, const std::string& /*line*/) {
  const Sources& task = failure.evidence.sources;
  for (const std::string_view path : {"back-end/api.py", "api.py"}) {
    if (expect::find_place(task, path, "CORS(")) return {};
    const auto place = expect::find_place(task, path, "= Flask(");
    if (!place) continue;
    const std::string made = line_at(task, *place);
    const bool imported = expect::find_place(task, path, "flask_cors").has_value();
    return (imported ? "" : "from flask_cors import CORS\n") + made + "\nCORS(" +
           std::string(trim(made.substr(0, made.find('=')))) + ')';
  }
  return {};
}

std::string plain_answer(const Case& /*failure*/, const std::string& line) {
  if (line.find("return") == std::string::npos) return {};
  return std::string(indent_of(line)) + "return \"" + std::string(expect::kGreeting) + '"';
}

std::string without_methods(const Case& /*failure*/, const std::string& line) {
  const std::size_t at = line.find("methods");
  const std::size_t comma = at == std::string::npos ? at : line.rfind(',', at);
  const std::size_t close = line.find(']', std::min(at, line.size()));
  if (comma == std::string::npos || close == std::string::npos) return {};
  return line.substr(0, comma) + line.substr(close + 1);
}

std::string route(const Case& /*failure*/, const std::string& line) {
  const std::size_t open = line.find_first_of("\"'");
  if (open == std::string::npos || line.find('@') == std::string::npos) return {};
  const std::size_t close = line.find(line[open], open + 1);
  if (close == std::string::npos) return {};
  return line.substr(0, open + 1) + "/api/hello" + line.substr(close);
}

std::string listen(const Case& /*failure*/, const std::string& line) {
  const bool own = line.find("listen") != std::string::npos;
  return (own ? std::string(indent_of(line)) : "    ") + "listen 9000;";
}

std::string root(const Case& /*failure*/, const std::string& line) {
  const bool own = line.find("root ") != std::string::npos;
  return (own ? std::string(indent_of(line)) : "    ") + "root " + std::string(kSiteRoot) + ';';
}

std::string directive(const Case& failure, const std::string& line) {
  const auto* said = std::get_if<NginxComplaint>(&failure.finding.particulars);
  const std::string word = said == nullptr ? std::string() : said->directive;
  const std::vector<std::string> known{"server",
                                       "listen",
                                       "server_name",
                                       "location",
                                       "root",
                                       "index",
                                       "alias",
                                       "try_files",
                                       "upstream",
                                       "proxy_pass",
                                       "return",
                                       "include",
                                       "proxy_set_header",
                                       "error_page"};
  const std::string meant = word.size() < 4 ? std::string() : nearest(to_lower(word), known);
  const std::string mended = meant.empty() ? meant : with(line, word, meant);
  return mended.empty() || mended == line ? semicolon(failure, line) : mended;
}

std::string semicolon(const Case& failure, const std::string& line) {
  if (!failure.finding.where.empty()) {
    const std::string above = line_above(failure);
    if (!is_ended(above)) return with_semicolon(above);
  }
  return is_ended(line) ? std::string() : with_semicolon(line);
}

std::string hash_comment(const Case& /*failure*/, const std::string& line) {
  return with(line, "//", "#");
}

std::string http_in_front(const Case& /*failure*/, const std::string& line) {
  if (line.find("://") != std::string::npos) return {};
  const std::size_t at = line.find("proxy_pass");
  const std::size_t address = at == std::string::npos ? at : line.find_first_not_of(" \t", at + 10);
  if (address == std::string::npos) return {};
  return line.substr(0, address) + "http://" + line.substr(address);
}

std::string proxy_pass(const Case& failure, const std::string& line) {
  if (line.find("proxy_pass") == std::string::npos) return {};
  const bool api = is_for_api(failure, line);
  const std::string name = service_playing(failure, api ? "back-end" : "front-end");
  return std::string(indent_of(line)) + "proxy_pass http://" + name + (api ? ":5252;" : ":9000;");
}

std::string pass_below(const Case& failure, const std::string& line) {
  const bool api = line.find("/api") != std::string::npos;
  const std::string name = service_playing(failure, api ? "back-end" : "front-end");
  return std::string(indent_of(line)) + "    proxy_pass http://" + name +
         (api ? ":5252;" : ":9000;");
}

std::string started_file(const Case& failure, const std::string& line) {
  const auto* missing = std::get_if<MissingFile>(&failure.finding.particulars);
  const std::string name = missing == nullptr ? std::string() : name_of(missing->path);
  const bool misspelt = name != "api.py" && edit_distance(name, "api.py", 2) <= 2;
  const std::string mended = misspelt ? with(line, name, "api.py") : std::string();
  return mended.empty() ? "COPY ./api.py /app/api.py" : mended;
}

std::string location_prefix(const Case& /*failure*/, const std::string& line) {
  const std::string mended = with(line, "location = ", "location ");
  return mended.empty() ? with(line, "location =", "location ") : mended;
}

std::string location_slash(const Case& /*failure*/, const std::string& line) {
  return with(line, "location ", "location /");
}

std::string plain_http(const Case& /*failure*/, const std::string& line) {
  return with(line, "https://", "http://");
}

std::string upstream_server(const Case& /*failure*/, const std::string& line) {
  const std::string mended = with(line, "http://", "");
  return mended.empty() ? with(line, "https://", "") : mended;
}

std::string upstream_pass(const Case& failure, const std::string& line) {
  const auto* said = std::get_if<NginxComplaint>(&failure.finding.particulars);
  return said == nullptr || said->port.empty() ? std::string() : with(line, ':' + said->port, "");
}

std::string without_weight(const Case& /*failure*/, const std::string& line) {
  const std::size_t at = line.find(" weight=");
  if (at == std::string::npos) return {};
  const std::size_t end = line.find_first_of(" ;", at + 1);
  return line.substr(0, at) + (end == std::string::npos ? "" : line.substr(end));
}

}  // namespace pinko::causes::fix

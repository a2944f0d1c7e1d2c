#include "checker/expect/nginx_causes.hpp"

#include "checker/expect/messages/messages.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>

namespace pinko::expect {
namespace {

/// `… in /etc/nginx/conf.d/default.conf:7`: the line of the student's own file.
std::vector<Location> named_place(std::string_view complaint,
                                  const LogFiles& files,
                                  const Sources& task) {
  constexpr std::string_view kFile = "/etc/nginx/conf.d/default.conf:";
  const std::size_t at = complaint.find(kFile);
  if (at == std::string_view::npos || files.conf.empty()) return {};
  return {
      line_of_file(task.from_top(files.conf), number_of_line(complaint.substr(at + kFile.size())))};
}

/// nginx's own words, without time and process number.
std::string words_of(std::string_view line) {
  const std::size_t at = line.find(']');
  std::string_view words = line.substr(at + 1);
  const std::size_t colon = words.find(": ");
  if (colon != std::string_view::npos && colon < 12) words.remove_prefix(colon + 2);
  // What OpenSSL has to say about it is for its own makers.
  return std::string(trim(words.substr(0, words.find(" (SSL: "))));
}

/// Complaints that a missing `;` leads to.
bool lacks_end(std::string_view id) {
  constexpr std::array<std::string_view, 5> kAll{"nginx-semicolon-missing",
                                                 "nginx-brace-too-much",
                                                 "nginx-brace-early",
                                                 "nginx-arguments",
                                                 "nginx-parameter"};
  return std::ranges::find(kAll, id) != kAll.end();
}

/// The line that nginx stumbled over for want of its end: the one it names, or the one above. Only
/// where that line does not end as one has to.
std::optional<Location> without_semicolon(const std::vector<Location>& named,
                                          const LogFiles& files,
                                          const Sources& task) {
  const std::string* text = named.empty() ? nullptr : task.find(files.conf);
  if (text == nullptr) return std::nullopt;
  const std::vector<std::string_view> lines = split_lines(*text);
  int number = std::min(named.front().line, static_cast<int>(lines.size()));
  for (bool first = true; number > 0; --number, first = false) {
    std::string_view line = lines[static_cast<std::size_t>(number) - 1];
    line = trim(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const bool ends = line.ends_with(';') || line.ends_with('{') || line.ends_with('}');
    if (!ends) return Location{.path = named.front().path, .line = number, .column = 1};
    if (!first) return std::nullopt;
  }
  return std::nullopt;
}

/// A line of the student's own file, without what stands around it; empty where there is none.
std::string_view line_of(const Sources& task, const LogFiles& files, int number) {
  const std::string* text = task.find(files.conf);
  if (text == nullptr || number < 1) return {};
  const std::vector<std::string_view> lines = split_lines(*text);
  const auto at = static_cast<std::size_t>(number) - 1;
  return at < lines.size() ? trim(lines[at]) : std::string_view();
}

/// The line was meant for a comment, and nginx took it for the beginning of a directive.
bool is_comment_with_slashes(const Sources& task, const LogFiles& files, const Location& where) {
  return line_of(task, files, where.line).starts_with("//");
}

/// `listen 9000 defaultserver;`: the word stands on the directive's own line, so no line above it
/// lacks its end.
void explain_parameter(Reason& found,
                       std::string_view line,
                       const LogFiles& files,
                       const Sources& task) {
  const std::string word = between(line, "invalid parameter \"", "\"");
  if (word.empty() || found.where.empty()) return;
  const std::string_view own = line_of(task, files, found.where.front().line);
  const std::size_t at = own.find(' ' + word);
  if (at == std::string_view::npos) return;
  found.cause =
      in_quotes(word) + " means nothing to nginx in that place (nginx: " + words_of(line) + ")";
  found.hint = "Check the spelling of " + in_quotes(word) + ", or remove it.";
}

/// `directive "server" has no opening "{" in …:2`: nginx names the line where it missed the brace,
/// and the section's name stands above.
void explain_brace(Reason& found,
                   std::string_view line,
                   const LogFiles& files,
                   const Sources& task) {
  const std::string name = between(line, "directive \"", "\" has no opening");
  if (name.empty() || found.where.empty()) return;
  for (int number = found.where.front().line; number > 0; --number) {
    const std::string_view own = line_of(task, files, number);
    // `server_name` is another directive than `server`.
    const std::string_view rest = own.substr(std::min(own.size(), name.size()));
    if (!own.starts_with(name) || !(rest.empty() || rest.starts_with(' '))) continue;
    found.where.front().line = number;
    return;
  }
}

/// `"upstream" directive is not allowed here in /etc/nginx/conf.d/default.conf:3`
NginxComplaint read_complaint(std::string_view line) {
  const std::string file = between(line, " in /", ":");
  const std::string unknown = between(line, "unknown directive \"", "\"");
  const std::string host = between(line, "host not found in upstream \"", "\"");
  return {.file = file.empty() ? file : '/' + file,
          .directive = unknown.empty() ? between(line, "\"", "\" directive") : unknown,
          .host = host.substr(0, host.find(':')),
          .port = between(line, "may not have port ", " ")};
}

}  // namespace

std::optional<Reason> recognise_nginx(std::string_view log,
                                      const LogFiles& files,
                                      const Sources& task) {
  std::string line = line_with(log, "[emerg]");
  if (line.empty()) line = line_with(log, "[crit]");
  if (line.empty()) line = line_with(log, "nginx: invalid option");
  if (line.empty()) return std::nullopt;
  Reason found{.id = "nginx-refuses",
               .cause = "nginx refuses its configuration: " + words_of(line),
               .hint = "Mend the line that nginx names."};
  if (const Message* known = find_message(messages_of_servers(), line, {Speaker::nginx})) {
    found.id = known->id;
    found.cause = std::string(known->words) + " (nginx: " + words_of(line) + ")";
    found.hint = known->step;
  }
  found.where = named_place(line, files, task);
  auto open = lacks_end(found.id) ? without_semicolon(found.where, files, task) : std::nullopt;
  if (open) {
    found.id = "nginx-semicolon-missing";
    found.cause = "a `;` is missing at the end of that line (nginx: " + words_of(line) + ")";
    found.hint = "End each directive with `;`.";
    found.where = {*open};
  }
  if (open && is_comment_with_slashes(task, files, found.where.front())) {
    found = reason_of(*message_of("nginx-comment-with-slashes"));
    found.where = {*std::move(open)};
  }
  explain_brace(found, line, files, task);
  if (found.id == "nginx-parameter") explain_parameter(found, line, files, task);
  if (found.id == "nginx-certificate") {
    found.where = find_first(task, files.conf, {"ssl_certificate"});
  }
  NginxComplaint complaint = read_complaint(line);
  const auto stack = read_stack(task);
  if (found.id == "nginx-host-not-found" && stack && stack->find(complaint.host) == nullptr) {
    found.hint = "Write the service's name as the Compose file has it.";
  }
  // The name alone may stand in several places; nginx says which line it means.
  const auto place = find_place(task, files.conf, complaint.host);
  const bool elsewhere = !found.where.empty() && place && place->line != found.where.front().line;
  if (place && !elsewhere) found.where = {*place};
  found.particulars = std::move(complaint);
  return found;
}

}  // namespace pinko::expect

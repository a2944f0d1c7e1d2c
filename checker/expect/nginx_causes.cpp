#include "checker/expect/nginx_causes.hpp"

#include "checker/expect/messages/messages.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <charconv>

namespace pinko::expect {
namespace {

/// `… in /etc/nginx/conf.d/default.conf:7`: the line of the student's own file.
std::vector<Location> named_place(std::string_view complaint,
                                  const LogFiles& files,
                                  const Sources& task) {
  constexpr std::string_view kFile = "/etc/nginx/conf.d/default.conf:";
  const std::size_t at = complaint.find(kFile);
  if (at == std::string_view::npos || files.conf.empty()) return {};
  const char* digits = complaint.data() + at + kFile.size();
  int line = 0;
  std::from_chars(digits, complaint.data() + complaint.size(), line);
  return {Location{.path = task.from_top(files.conf), .line = line, .column = 1}};
}

/// nginx's own words, without time and process number.
std::string words_of(std::string_view line) {
  const std::size_t at = line.find("[emerg]");
  std::string_view words = line.substr(at + 7);
  const std::size_t colon = words.find(": ");
  if (colon != std::string_view::npos && colon < 12) words.remove_prefix(colon + 2);
  return std::string(trim(words));
}

}  // namespace

std::optional<LogCause> recognise_nginx(std::string_view log,
                                        const LogFiles& files,
                                        const Sources& task) {
  const std::string line = line_with(log, "[emerg]");
  if (line.empty()) return std::nullopt;
  LogCause found{.id = "nginx-refuses",
                 .cause = "nginx refuses its configuration: " + words_of(line),
                 .hint = "Mend the line that nginx names."};
  if (const Message* known = find_message(messages_of_servers(), line, {Speaker::nginx})) {
    found.id = known->id;
    found.cause = std::string(known->words) + " (nginx: " + words_of(line) + ")";
    found.hint = known->step;
  }
  found.where = named_place(line, files, task);
  if (line.find("host not found in upstream") != std::string::npos) {
    const std::string host = between(line, "host not found in upstream \"", "\"");
    const std::string name = host.substr(0, host.find(':'));
    if (const auto place = find_place(task, files.conf, name)) found.where = {*place};
  }
  return found;
}

}  // namespace pinko::expect

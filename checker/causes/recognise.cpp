#include "checker/causes/recognise.hpp"

#include "checker/expect/messages/messages.hpp"
#include "checker/expect/page_scripts.hpp"

#include <algorithm>
#include <variant>

namespace pinko::causes {
namespace {

using expect::Message;
using expect::Speaker;

bool is_one_of(Speaker speaker, std::initializer_list<Speaker> speakers) {
  return std::ranges::find(speakers, speaker) != speakers.end();
}

/// A file or a font that did not come is no reason for an empty heading.
bool is_of_something_else(const ConsoleMessage& message) {
  return message.text.starts_with("Failed to load resource") &&
         !expect::is_api_path(expect::parse_url(message.url).path);
}

/// The text in which a speaker may be heard, of each observation.
struct Heard {
  Speaker speaker;

  std::string operator()(const HttpSeen& seen) const {
    const bool failed = seen.status >= 500;
    return failed && speaker == Speaker::nginx ? seen.log : std::string();
  }
  std::string operator()(const ListenSeen& seen) const {
    return is_one_of(speaker, {Speaker::nginx, Speaker::python}) ? seen.log : std::string();
  }
  std::string operator()(const ComposeSeen& seen) const {
    return is_one_of(speaker, {Speaker::compose, Speaker::engine}) && !seen.accepted
               ? seen.message
               : std::string();
  }
  std::string operator()(const ProjectSeen& seen) const {
    return is_one_of(speaker, {Speaker::compose, Speaker::engine}) ? seen.output : std::string();
  }
  std::string operator()(const PageSeen& seen) const {
    if (speaker != Speaker::browser) return {};
    std::string text;
    for (const ConsoleMessage& message : seen.console) {
      if (is_of_something_else(message)) continue;
      if (message.level == "exception" || message.level == "error") text += message.text + '\n';
    }
    return text;
  }
  template <class Other>
  std::string operator()(const Other& /*seen*/) const {
    return {};
  }
};

}  // namespace

void correct(Diagnosis& found, const Case& failure, std::string lines, Place place) {
  if (lines.empty()) return;
  found.corrected = std::move(lines);
  if (failure.finding.where.empty()) found.where = place::file_behind(failure);
  const std::vector<Location>& where = found.where.empty() ? failure.finding.where : found.where;
  if (where.empty()) return;
  found.placement = place(failure, where.front(), found.corrected);
  // The line that is to be replaced tells more than the file.
  const Location& at = found.placement.at;
  const bool nearer = found.placement.how == Placing::replace && where.front().line == 0 &&
                      where.size() == 1 && at.line > 0 && at.path == where.front().path;
  if (nearer) found.where = {{.path = at.path, .line = at.line, .column = 1}};
}

std::optional<Diagnosis> named(const Case& failure, const Cause& cause) {
  if (failure.finding.cause_id != cause.id) return std::nullopt;
  return Diagnosis{.cause_id = std::string(cause.id), .sentence = {}, .where = {}};
}

std::optional<Diagnosis> said(const Case& failure, const Cause& cause) {
  if (!failure.finding.cause_id.empty()) return named(failure, cause);
  const Message* message = expect::message_of(cause.id);
  if (message == nullptr) return std::nullopt;
  const std::string text = std::visit(Heard{message->speaker}, failure.seen);
  if (text.empty()) return std::nullopt;
  if (expect::find_message({message, 1}, text, {message->speaker}) == nullptr) return std::nullopt;
  return Diagnosis{
      .cause_id = std::string(cause.id), .sentence = std::string(cause.title), .where = {}};
}

}  // namespace pinko::causes

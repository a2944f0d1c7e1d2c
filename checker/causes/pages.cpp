#include "checker/causes/pages.hpp"

#include "checker/causes/causes.hpp"
#include "checker/expect/messages/messages.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace pinko::causes {
namespace {

constexpr std::string_view kBeginning =
    "# Known causes\n"
    "\n"
    "Why a check fails, as far as it is known. A report names one of these causes only where the\n"
    "files and what was seen leave no doubt; anything else is shown as it was seen. This page is\n"
    "made from the table in checker/causes; `pinko-check explain CAUSE-ID` shows one of its "
    "parts.\n";

std::string sentence(std::string_view text) {
  std::string words(text);
  if (!words.empty() && words.front() >= 'a' && words.front() <= 'z') {
    // A name at the start keeps its small letters.
    const std::string_view first = text.substr(0, text.find_first_of(" '"));
    const bool name = first.find('.') != std::string_view::npos || first == "nginx" ||
                      first == "apt" || first == "apt-get" || first == "pip" || first == "flask" ||
                      first == "jsonify" || first == "depends_on" || first == "proxy_pass" ||
                      first == "try_files" || first == "root" || first == "container_name" ||
                      first == "python3" || first == "ports";
    if (!name) words.front() = static_cast<char>(words.front() - 'a' + 'A');
  }
  return words + '.';
}

}  // namespace

std::string page_of(const Cause& cause) {
  std::string page = "## " + std::string(cause.id) + "\n\n" + sentence(cause.title) + "\n\n";
  if (const expect::Message* message = expect::message_of(cause.id)) {
    page += "### What the program says\n\n```\n";
    for (const std::string_view mark : message->marks) {
      if (!mark.empty()) page.append("… ").append(mark).append(" …\n");
    }
    page += "```\n\n";
  }
  page += "### Where to look\n\n" + std::string(cause.direction) + "\n\n### What to do\n\n" +
          std::string(cause.step) + '\n';
  return page;
}

std::string handbook() {
  std::vector<const Cause*> all;
  for (const Cause& cause : all_causes())
    all.push_back(&cause);
  std::ranges::sort(all, {}, [](const Cause* cause) { return cause->id; });
  std::string text(kBeginning);
  for (const Cause* cause : all)
    text += '\n' + page_of(*cause);
  return text;
}

}  // namespace pinko::causes

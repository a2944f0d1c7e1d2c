#include "checker/causes/fixes.hpp"
#include "checker/causes/lines.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

namespace pinko::causes::fix {
namespace {

/// The first of a line's words that begins like this, up to a blank.
std::string word_with(std::string_view line, std::string_view beginning) {
  const std::size_t at = line.find(beginning);
  if (at == std::string_view::npos) return {};
  return std::string(line.substr(at, line.find_first_of(" \t;&|", at) - at));
}

}  // namespace

std::string name_meant(const Case& failure, const std::string& line) {
  const auto* word = std::get_if<Misnamed>(&failure.finding.particulars);
  return word == nullptr || word->meant.empty() ? std::string()
                                                : with(line, word->name, word->meant);
}

std::string attribute_meant(const Case& failure, const std::string& line) {
  const auto* word = std::get_if<Misnamed>(&failure.finding.particulars);
  return word == nullptr || word->meant.empty() || word->name.empty()
             ? std::string()
             : with(line, '.' + word->name, '.' + word->meant);
}

std::string imported_name(const Case& failure, const std::string& line) {
  constexpr std::string_view kImport = "import ";
  const std::size_t at = line.find(kImport);
  if (at == std::string::npos) return name_meant(failure, line);
  const std::size_t names = at + kImport.size();
  const std::string mended = name_meant(failure, line.substr(names));
  return mended.empty() ? mended : line.substr(0, names) + mended;
}

std::string base_image(const Case& failure, const std::string& line) {
  const auto* image = std::get_if<Misnamed>(&failure.finding.particulars);
  if (image == nullptr) return {};
  std::string mended = name_meant(failure, line);
  return mended.empty() ? "FROM " + image->meant : mended;
}

std::string apart(const Case& /*failure*/, const std::string& line) {
  for (const std::string_view verb : {"update", "upgrade", "install"}) {
    for (const std::string_view joint : {"apt-get-", "apt-get", "apt-"}) {
      const std::string grown = std::string(joint) + std::string(verb);
      std::string mended = with(line, grown, "apt-get " + std::string(verb));
      if (!mended.empty()) return mended;
    }
  }
  return {};
}

std::string commands_apart(const Case& /*failure*/, const std::string& line) {
  const std::size_t first = line.find("apt-get ");
  const std::size_t second = line.find(" apt-get ", first + 1);
  if (first == std::string::npos || second == std::string::npos) return {};
  return line.substr(0, second) + " &&" + line.substr(second);
}

std::string apt_get_in_front(const Case& /*failure*/, const std::string& line) {
  for (const std::string_view verb : {"update", "upgrade", "install"}) {
    for (const std::string_view before : {"&& ", "; ", "RUN ", "run "}) {
      const std::string alone = std::string(before) + std::string(verb);
      std::string mended = with(line, alone, std::string(before) + "apt-get " + std::string(verb));
      if (!mended.empty()) return mended;
    }
  }
  return {};
}

std::string without_commas(const Case& /*failure*/, const std::string& line) {
  return line.find(',') == std::string::npos ? std::string()
                                             : replace_all(replace_all(line, ", ", " "), ",", " ");
}

std::string apt_get(const Case& /*failure*/, const std::string& line) {
  std::string mended = ' ' + line;
  for (const char before : {' ', '&', ';'})
    mended =
        replace_all(mended, std::string(1, before) + "apt ", std::string(1, before) + "apt-get ");
  return mended.substr(1) == line ? std::string() : mended.substr(1);
}

std::string assume_yes(const Case& /*failure*/, const std::string& line) {
  std::string mended = line;
  for (const std::string_view verb : {"upgrade", "install"}) {
    const std::string call = "apt-get " + std::string(verb);
    const std::size_t at = mended.find(call);
    if (at == std::string::npos) continue;
    const std::string_view rest = std::string_view(mended).substr(at + call.size());
    const std::string_view own = rest.substr(0, rest.find_first_of("&;|"));
    if (own.find(" -y") == std::string_view::npos && own.find("--yes") == std::string_view::npos) {
      mended.insert(at + call.size(), " -y");
    }
  }
  return mended == line ? std::string() : mended;
}

std::string whole_site(const Case& failure, const std::string& /*line*/) {
  const std::vector<Location>& where = failure.finding.where;
  const bool ignored = !where.empty() && where.front().path.ends_with(".dockerignore");
  return ignored ? std::string()
                 : "COPY ./softy-pinko-front-end /var/www/html/softy-pinko-front-end";
}

std::string flask_by_pip(const Case& /*failure*/, const std::string& line) {
  const std::string left = with(line, " python3-flask", "");
  if (left.empty()) return {};
  // A line that goes on below has no room for another instruction.
  return trim(left).ends_with('\\') ? left : left + "\nRUN pip3 install flask";
}

std::string externally_managed(const Case& /*failure*/, const std::string& line) {
  const bool pip = line.find("pip") != std::string::npos && line.starts_with("RUN");
  return "RUN rm -f /usr/lib/python*/EXTERNALLY-MANAGED" + (pip ? '\n' + line : std::string());
}

std::string rm_force(const Case& /*failure*/, const std::string& line) {
  return with(line, "rm ", "rm -f ");
}

std::string pip_install(const Case& /*failure*/, const std::string& line) {
  for (const std::string_view pip : {"pip3 ", "pip "}) {
    std::string mended = with(line, pip, std::string(pip) + "install ");
    if (!mended.empty()) return mended;
  }
  return {};
}

std::string folder_target(const Case& /*failure*/, const std::string& line) {
  const std::string_view words = trim(line);
  return words.starts_with("COPY") || words.starts_with("ADD") ? std::string(words) + '/'
                                                               : std::string();
}

std::string pip_in_front(const Case& /*failure*/, const std::string& line) {
  return with(line, "install ", "pip3 install ");
}

std::string file_target(const Case& /*failure*/, const std::string& line) {
  std::string_view words = trim(line);
  if (!words.starts_with("COPY") && !words.starts_with("ADD")) return {};
  while (words.ends_with('/'))
    words.remove_suffix(1);
  return std::string(words);
}

std::string missing_module(const Case& failure, const std::string& /*line*/) {
  const auto* module = std::get_if<MissingModule>(&failure.finding.particulars);
  if (module == nullptr || module->name.find('.') != std::string::npos) return {};
  return "RUN pip3 install " + replace_all(module->name, "_", "-");
}

std::string exec_quotes(const Case& /*failure*/, const std::string& line) {
  if (std::string three = with(line, "\"python\"", "\"python3\""); !three.empty()) return three;
  const bool exec = line.find('[') != std::string::npos && line.find(']') != std::string::npos;
  if (!exec || line.find('\'') == std::string::npos || line.find('"') != std::string::npos) {
    return {};
  }
  return replace_all(line, "'", "\"");
}

std::string update_first(const Case& /*failure*/, const std::string& line) {
  for (const std::string_view apt : {"apt-get ", "apt "}) {
    std::string mended = with(line, apt, "apt-get update && " + std::string(apt));
    if (!mended.empty()) return mended;
  }
  return {};
}

std::string cmd_for_run(const Case& /*failure*/, const std::string& line) {
  return with(line, "RUN", "CMD");
}

std::string greeting(const Case& failure, const std::string& line) {
  const auto* other = std::get_if<OtherText>(&failure.finding.particulars);
  const std::string text(other == nullptr ? std::string_view() : trim(other->text));
  for (const std::string& wrong : {word_with(line, "Hello"), text}) {
    if (wrong.empty()) continue;
    const std::size_t quote = line.find_first_of("\"'", line.find(wrong));
    const std::size_t at = line.find(wrong);
    if (at == std::string::npos || quote == std::string::npos) continue;
    return line.substr(0, at) + std::string(expect::kGreeting) + line.substr(quote);
  }
  return {};
}

}  // namespace pinko::causes::fix

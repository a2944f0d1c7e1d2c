#include "checker/util/git_commands.hpp"

#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko {
namespace {

std::string argument(std::string_view path) {
  return shell_quoted((path.starts_with('-') ? "./" : "") + std::string(path));
}

}  // namespace

std::string git_move(std::string_view from, std::string_view to) {
  const bool up = from.starts_with(std::string(to) + '/');
  return "git mv " + argument(from) + (up ? "/* " : " ") + argument(to) + (up ? "/" : "");
}

std::vector<std::string> git_take_in(std::string_view nested) {
  const std::string path = argument(nested);
  return {"git rm --cached " + path,
          "rm -rf " + argument(std::string(nested) + "/.git"),
          "git add " + path};
}

std::string git_add_tops(const std::vector<std::string>& files) {
  std::vector<std::string> tops;
  for (const std::string& file : files) {
    std::string top = file.substr(0, file.find('/'));
    if (std::ranges::find(tops, top) == tops.end()) tops.push_back(std::move(top));
  }
  std::string command = "git add";
  for (const std::string& top : tops)
    command += ' ' + argument(top);
  return command;
}

}  // namespace pinko

#include "checker/util/git_move.hpp"

#include "checker/util/text.hpp"

namespace pinko {

std::string git_move(std::string_view from, std::string_view to) {
  return "git mv " + shell_quoted(from) + ' ' + shell_quoted(to);
}

}  // namespace pinko

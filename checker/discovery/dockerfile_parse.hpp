#pragma once

#include "checker/discovery/dockerfile.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Steps of parse_dockerfile; for this folder alone.
namespace pinko::discovery {

inline constexpr std::size_t kMostProblems = 50;

void add_problem(Dockerfile& file, const Location& where, std::string message);

/// A JSON array of strings (RFC 8259); nothing for anything else.
[[nodiscard]] std::optional<std::vector<std::string>> parse_exec_form(std::string_view text);

/// Names of the here-documents that a line opens: "<<EOF", "<<-'EOF'", "3<<END".
struct HeredocStart {
  std::string name;
  bool strip_tabs = false;
  bool expand = true;
};
[[nodiscard]] std::vector<HeredocStart> heredoc_starts(std::string_view arguments);

/// Numbers the stages and puts ARG into FROM.
void read_stages(Dockerfile& file);

/// Names unknown instructions, wrong numbers of arguments and typical slips.
void find_problems(Dockerfile& file);

}  // namespace pinko::discovery

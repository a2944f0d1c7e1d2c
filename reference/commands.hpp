#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reference {

/// What the program does for its words. The exit code: 0; 2 for a wrong option or configuration; 3
/// when something could not be had, such as a port.
int run_command(std::span<const std::string_view> words,
                std::ostream& out,
                std::ostream& complaints);

}  // namespace reference

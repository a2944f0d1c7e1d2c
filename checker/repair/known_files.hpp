#pragma once

#include <span>
#include <string>
#include <string_view>

namespace pinko::repair {

enum class Kind { text, ubuntu_dockerfile, nginx_dockerfile, compose };

/// A file of the exercise that a student writes by hand.
struct KnownFile {
  int first_task = 0;
  int last_task = 6;
  std::string_view folder;  ///< of the task's folder; empty: the folder itself
  std::string_view name;
  Kind kind = Kind::text;
};

/// The site is not among them: its odd bytes are the template's.
[[nodiscard]] std::span<const KnownFile> known_files();

/// A script of the student's own, by its name: with CR LF its first line names a program that is
/// not there.
[[nodiscard]] bool is_script(std::string_view name);

}  // namespace pinko::repair

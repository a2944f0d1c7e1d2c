#pragma once

#include <map>
#include <string>
#include <string_view>

namespace pinko {

/// Texts of a task's folder that can say why something is as it is: Dockerfiles, Compose file,
/// nginx configuration, Python, the page and its scripts. A judgement seeks causes and places here,
/// never the fact itself: that is in the observation.
struct Sources {
  std::string folder;  ///< of the task, from the repository's top: "task3"
  bool exists = true;  ///< false: there is no such folder
  std::string meant;   ///< when it does not exist: a folder that probably should be it
  std::map<std::string, std::string> texts;  ///< bytes, by path from the task's folder

  /// "Dockerfile" -> "dockerfile": texts that builders take for the file they look for, and how it
  /// is spelled on disk.
  std::map<std::string, std::string> spelled = {};

  /// The bytes of a file, by either spelling, or null when it was not read.
  [[nodiscard]] const std::string* find(std::string_view path) const;
  /// A path of the task's folder, from the repository's top, as it is spelled on disk.
  [[nodiscard]] std::string from_top(std::string_view path) const;
};

}  // namespace pinko

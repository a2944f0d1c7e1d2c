#pragma once

#include "checker/causes/flask.hpp"
#include "checker/core/sources.hpp"
#include "checker/discovery/compose_file.hpp"
#include "checker/discovery/dockerfile.hpp"
#include "checker/discovery/nginx_conf.hpp"
#include "checker/discovery/page.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::causes {

/// A build context as a folder from the task's: "./back-end/." as "back-end/", "." as "".
[[nodiscard]] std::string folder_of(std::string_view context);

/// A part of the exercise as a task's files describe it.
struct Part {
  std::string_view role;  ///< "back-end", "front-end", "proxy"
  std::string folder;     ///< the build context from the task's folder, with '/' or empty
  std::string dockerfile_path;
  std::optional<discovery::Dockerfile> dockerfile;
  std::optional<discovery::Service> service;  ///< of the Compose file, where there is one

  /// What the student calls it: the service's name, or the role.
  [[nodiscard]] std::string name() const;
};

/// All files of a task, read once.
struct Parts {
  int task = 0;
  const Sources& sources;
  std::optional<discovery::ComposeFile> stack;
  Part back_end;
  Part front_end;
  Part proxy;
  std::string api_path;             ///< of the Flask program, from the task's folder
  std::optional<FlaskFacts> flask;  ///< only where the image starts that program itself
  std::string site_conf_path;
  std::optional<discovery::NginxConf> site_conf;
  std::string proxy_conf_path;
  std::optional<discovery::NginxConf> proxy_conf;
  std::vector<discovery::ScriptCall> calls;  ///< of the page

  /// True where nothing but the task's own words say which ports are used.
  [[nodiscard]] bool by_hand() const { return task < 4; }
};

[[nodiscard]] Parts read_parts(int task, const Sources& sources);

/// The file of Python that the image starts, such as "api.py"; empty where another program is
/// started, or none can be told.
struct StartedFile {
  std::string file;
  std::string path = {};  ///< as the command has it, such as "./app/api.py"
  Location where;         ///< of CMD or ENTRYPOINT
};
[[nodiscard]] StartedFile started_file(const discovery::Dockerfile& dockerfile);

}  // namespace pinko::causes

#pragma once

#include "checker/core/result.hpp"
#include "checker/engine/container_values.hpp"

#include <string>
#include <string_view>

namespace pinko::engine {

/// What a Dockerfile may not ask for (Error `refused`, with file:line and what to write instead): a
/// foreign reader of its syntax, secrets or keys of the host, a build without walls, images of
/// other submissions.
[[nodiscard]] Status refuse_dockerfile(std::string_view bytes, const std::string& path);

/// The same for the Dockerfile of a build; one that is not there is the builder's to name. Neither
/// it nor a .dockerignore may be a pipe or a device.
[[nodiscard]] Status refuse_dockerfile_of(const BuildRequest& request);

/// A folder to build that holds more than any exercise could need: the builder would copy it all.
[[nodiscard]] Status refuse_context_of(const BuildRequest& request);

/// A pipe in the folder to build, as seen from beside it; empty when there is none. The classic
/// builder waits for what it says when COPY takes it; BuildKit copies it as it is.
[[nodiscard]] std::string pipe_in_context_of(const BuildRequest& request);

/// The Dockerfile of a build without `# syntax=`, which names a reader of Dockerfiles that the
/// builder fetches; all instructions keep their lines. Empty where there is no such line.
[[nodiscard]] std::string dockerfile_without_reader(const BuildRequest& request);

/// True when an instruction counts on what the official nginx image does at its start: templates
/// and scripts that it reads. Stand-ins have none of that.
[[nodiscard]] bool counts_on_start_scripts(const BuildRequest& request);

/// True when an instruction mounts a cache, which a builder keeps and shares between builds.
[[nodiscard]] bool mounts_cache(const BuildRequest& request);

}  // namespace pinko::engine

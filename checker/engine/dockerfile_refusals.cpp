#include "checker/engine/dockerfile_refusals.hpp"

#include "checker/discovery/dockerfile.hpp"
#include "checker/util/dockerfile_name.hpp"
#include "checker/util/file_start.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <system_error>

namespace pinko::engine {
namespace {

using discovery::Dockerfile;
using discovery::Instruction;

namespace fs = std::filesystem;

constexpr std::size_t kLargest = 1 << 20;

/// A demand and what to write instead.
struct Demand {
  std::string what;
  std::string_view instead;
};

/// The reader that Docker itself offers, in any version.
bool is_official_syntax(std::string_view syntax) {
  constexpr std::array<std::string_view, 4> kOfficial = {"docker/dockerfile",
                                                         "docker/dockerfile-upstream",
                                                         "docker.io/docker/dockerfile",
                                                         "docker.io/docker/dockerfile-upstream"};
  const std::string_view name = syntax.substr(0, syntax.find_first_of(":@"));
  return std::ranges::find(kOfficial, name) != kOfficial.end();
}

bool is_foreign_image(std::string_view name) {
  return name.find("pinko-check/") != std::string_view::npos;
}

/// The value of `key` in "type=bind,from=x"; empty when it is not there.
std::string_view option(std::string_view options, std::string_view key) {
  for (const std::string_view part : split(options, ',')) {
    const std::size_t equals = part.find('=');
    if (part.substr(0, equals) != key) continue;
    return equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1);
  }
  return {};
}

std::optional<Demand> demand_of_flag(std::string_view flag) {
  constexpr std::string_view kMount = "--mount=";
  constexpr std::string_view kFrom = "--from=";
  if (flag == "--security=insecure") {
    return Demand{"a build without walls (--security=insecure)", "remove that flag"};
  }
  if (flag == "--network=host") return Demand{"the host's network", "remove --network"};
  if (flag.starts_with(kFrom) && is_foreign_image(flag.substr(kFrom.size()))) {
    return Demand{"an image of another submission", "copy from a stage or an official image"};
  }
  if (!flag.starts_with(kMount)) return std::nullopt;
  const std::string_view mount = flag.substr(kMount.size());
  const std::string_view type = option(mount, "type");
  if (type == "ssh" || type == "secret") {
    return Demand{"keys or secrets of the host (--mount=type=" + std::string(type) + ")",
                  "remove that mount"};
  }
  if (is_foreign_image(option(mount, "from"))) {
    return Demand{"an image of another submission", "mount from a stage or an official image"};
  }
  return std::nullopt;
}

tl::unexpected<Error> refusal(const Location& where, const Demand& demand) {
  return fail(ErrorCode::refused,
              to_string(where) + ": the Dockerfile asks for " + demand.what + "; " +
                  std::string(demand.instead));
}

}  // namespace

Status refuse_dockerfile(std::string_view bytes, const std::string& path) {
  const Dockerfile file = discovery::parse_dockerfile(bytes, path);
  if (bytes.size() > kLargest || file.truncated) {
    return refusal({.path = path, .line = 1},
                   {.what = "more than can be looked through (above 1 MB or ten thousand lines)",
                    .instead = "write a short one"});
  }
  if (!file.syntax.empty() && !is_official_syntax(file.syntax)) {
    return refusal({.path = path, .line = 1},
                   {.what = "a reader of its own (# syntax=" + file.syntax + ")",
                    .instead = "remove that line"});
  }
  for (const discovery::Stage& stage : file.stages) {
    if (!is_foreign_image(stage.base)) continue;
    return refusal(stage.where,
                   {.what = "an image of another submission", .instead = "use an official image"});
  }
  for (const Instruction& instruction : file.instructions) {
    for (const std::string& flag : instruction.flags) {
      const std::optional<Demand> demand = demand_of_flag(flag);
      if (demand) return refusal(instruction.where, *demand);
    }
  }
  return {};
}

namespace {

fs::path path_of(const BuildRequest& request) {
  return dockerfile_on_disk(request.dockerfile.empty() ? request.context / "Dockerfile"
                                                       : request.dockerfile);
}

/// One byte more than may be, where there is more; empty when it is no file.
std::string text_of(const BuildRequest& request) {
  if (!request.dockerfile_text.empty()) return request.dockerfile_text;
  std::error_code error;
  if (!fs::is_regular_file(path_of(request), error)) return {};
  return read_start(path_of(request), kLargest + 1);
}

/// A file as seen from beside the context: "back-end/Dockerfile".
std::string shown(const BuildRequest& request, const fs::path& file) {
  return file.lexically_relative(request.context.parent_path()).generic_string();
}

/// The builder opens these by itself, and whoever opens a FIFO waits for its other end.
Status refuse_pipes(const BuildRequest& request) {
  const fs::path dockerfile = path_of(request);
  for (const fs::path& file : {dockerfile,
                               fs::path(dockerfile).concat(".dockerignore"),
                               request.context / ".dockerignore"}) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (!fs::exists(status) || fs::is_regular_file(status) || fs::is_directory(status)) continue;
    return fail(ErrorCode::refused,
                shown(request, file) +
                    " is a pipe or a device, and a build would wait for what it says; put a file "
                    "there");
  }
  return {};
}

}  // namespace

Status refuse_dockerfile_of(const BuildRequest& request) {
  PINKO_TRY(refuse_pipes(request));
  return refuse_dockerfile(text_of(request), shown(request, path_of(request)));
}

Status refuse_context_of(const BuildRequest& request) {
  constexpr std::uintmax_t kMostBytes = 2ULL << 30;
  constexpr int kMostEntries = 500'000;
  std::uintmax_t bytes = 0;
  int entries = 0;
  std::error_code error;
  fs::recursive_directory_iterator at(
      request.context, fs::directory_options::skip_permission_denied, error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    const bool file = !at->is_symlink(ignored) && at->is_regular_file(ignored);
    if (file) bytes += at->file_size(ignored);
    if (bytes <= kMostBytes && ++entries <= kMostEntries) continue;
    return fail(ErrorCode::refused,
                request.context.filename().string() +
                    ": the folder to build holds more than 2 GB or 500000 files; remove what the "
                    "image does not need");
  }
  return {};
}

std::string pipe_in_context_of(const BuildRequest& request) {
  std::error_code error;
  fs::recursive_directory_iterator at(
      request.context, fs::directory_options::skip_permission_denied, error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (at->symlink_status(ignored).type() == fs::file_type::fifo)
      return shown(request, at->path());
  }
  return {};
}

bool counts_on_start_scripts(const BuildRequest& request) {
  const Dockerfile file = discovery::parse_dockerfile(text_of(request));
  const auto names = [](const Instruction& instruction, std::string_view words) {
    return instruction.arguments.find(words) != std::string::npos;
  };
  bool starts_script = false;
  bool brings_script = false;
  for (const Instruction& instruction : file.instructions) {
    if (names(instruction, "/etc/nginx/templates") || names(instruction, "/docker-entrypoint.d")) {
      return true;
    }
    const bool starts = instruction.keyword == "CMD" || instruction.keyword == "ENTRYPOINT";
    const bool named = names(instruction, "docker-entrypoint.sh");
    starts_script = starts_script || (starts && names(instruction, "/docker-entrypoint.sh"));
    brings_script = brings_script || (!starts && named) ||
                    std::string_view(trim(instruction.arguments)).ends_with(" /");
  }
  return starts_script && !brings_script;
}

bool mounts_cache(const BuildRequest& request) {
  const Dockerfile file = discovery::parse_dockerfile(text_of(request));
  return std::ranges::any_of(file.instructions, [](const Instruction& instruction) {
    // Also where it is put together from an argument, or for a later build.
    return instruction.raw.find("--mount") != std::string::npos;
  });
}

namespace {

/// The key of a parser directive, `# key=value`, in small letters; empty for any other line.
std::string directive_key(std::string_view line) {
  line = trim(line);
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  const std::size_t equals = line.find('=');
  if (!line.starts_with('#') || equals == std::string_view::npos) return {};
  std::string key = to_lower(trim(line.substr(1, equals - 1)));
  const bool word =
      key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos;
  return word ? key : std::string();
}

}  // namespace

std::string dockerfile_without_reader(const BuildRequest& request) {
  const std::string text = text_of(request);
  std::string kept;
  std::string in_its_place;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string line = text.substr(at, end - at);
    const std::string key = directive_key(line);
    if (key.empty()) break;
    (key == "syntax" ? in_its_place : kept) += key == "syntax" ? "#\n" : line;
    at = end;
  }
  // A comment ends the directives, so those that stay come first.
  return in_its_place.empty() ? std::string() : kept + in_its_place + text.substr(at);
}

}  // namespace pinko::engine

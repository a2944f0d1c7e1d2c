#include "checker/causes/parts.hpp"

#include "checker/causes/copies.hpp"
#include "checker/discovery/shell_words.hpp"
#include "checker/expect/page_scripts.hpp"
#include "checker/expect/stack.hpp"

#include <algorithm>
#include <filesystem>

namespace pinko::causes {
namespace {

Part read_part(const Parts& parts, std::string_view role, std::string folder) {
  Part part{.role = role, .folder = std::move(folder), .dockerfile_path = {}};
  std::string file = "Dockerfile";
  if (parts.stack) {
    const auto& all = parts.stack->services;
    const auto plays = [role](const discovery::Service& service) {
      return discovery::guess_role(service) == role;
    };
    // Where two services could be meant, nothing is said of either.
    if (std::ranges::count_if(all, plays) == 1) part.service = *std::ranges::find_if(all, plays);
  }
  if (part.service && part.service->build) {
    part.folder = folder_of(part.service->build->context);
    if (!part.service->build->dockerfile.empty()) file = part.service->build->dockerfile;
  }
  part.dockerfile_path = part.folder + (file.starts_with("./") ? file.substr(2) : file);
  if (const std::string* text = parts.sources.find(part.dockerfile_path)) {
    part.dockerfile =
        discovery::parse_dockerfile(*text, parts.sources.from_top(part.dockerfile_path));
  }
  return part;
}

std::optional<discovery::NginxConf> read_conf(const Sources& sources, const std::string& path) {
  const std::string* text = sources.find(path);
  if (text == nullptr) return std::nullopt;
  return discovery::parse_nginx(*text, sources.from_top(path));
}

/// What Flask says is true of the container only where the container starts that very file, and
/// nobody starts something else in its place.
bool starts_api(const Parts& parts) {
  const Part& part = parts.back_end;
  if (!part.dockerfile || (part.service && !part.service->command.empty())) return false;
  return started_file(*part.dockerfile).file == name_of(parts.api_path);
}

}  // namespace

std::string folder_of(std::string_view context) {
  std::string folder = std::filesystem::path(context).lexically_normal().generic_string();
  if (folder.empty() || folder == ".") return {};
  if (!folder.ends_with('/')) folder += '/';
  return folder;
}

std::string Part::name() const {
  return service ? service->name : std::string(role);
}

StartedFile started_file(const discovery::Dockerfile& dockerfile) {
  const discovery::Instruction* entry = discovery::last_of(dockerfile, "ENTRYPOINT");
  const discovery::Instruction* cmd = discovery::last_of(dockerfile, "CMD");
  std::vector<std::string> words;
  for (const discovery::Instruction* one : {entry, cmd}) {
    if (one == nullptr) continue;
    const auto commands = discovery::shell_commands(*one);
    if (commands.size() != 1) return {};
    words.insert(words.end(), commands.front().words.begin(), commands.front().words.end());
  }
  if (words.size() < 2 || !name_of(words.front()).starts_with("python")) return {};
  const auto file = std::ranges::find_if(words.begin() + 1, words.end(), [](const auto& word) {
    return !word.starts_with('-') || word == "-m" || word == "-c";
  });
  if (file == words.end() || !file->ends_with(".py")) return {};
  return {.file = name_of(*file), .path = *file, .where = (cmd != nullptr ? cmd : entry)->where};
}

Parts read_parts(int task, const Sources& sources) {
  Parts parts{.task = task, .sources = sources, .stack = expect::read_stack(sources)};
  const bool flat = task == 1;
  parts.back_end = read_part(parts, "back-end", flat ? "" : "back-end/");
  parts.front_end = read_part(parts, "front-end", "front-end/");
  parts.proxy = read_part(parts, "proxy", "proxy/");
  parts.api_path = parts.back_end.folder + "api.py";
  if (const std::string* text = sources.find(parts.api_path);
      text != nullptr && starts_api(parts)) {
    parts.flask = read_flask(*text, sources.from_top(parts.api_path));
  }
  parts.site_conf_path = parts.front_end.folder + "softy-pinko-front-end.conf";
  parts.site_conf = read_conf(sources, parts.site_conf_path);
  parts.proxy_conf_path = parts.proxy.folder + "proxy.conf";
  parts.proxy_conf = read_conf(sources, parts.proxy_conf_path);
  parts.calls = expect::read_scripts(sources).calls();
  return parts;
}

}  // namespace pinko::causes

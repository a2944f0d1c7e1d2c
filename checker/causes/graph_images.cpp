#include "checker/causes/copies.hpp"
#include "checker/causes/graph_parts.hpp"
#include "checker/causes/lines.hpp"
#include "checker/causes/places.hpp"
#include "checker/util/dockerignore.hpp"
#include "checker/util/git_commands.hpp"
#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes {
namespace {

/// The name in a context that was probably meant, where the one that COPY gives is not there.
std::string meant(const Sources& task, const std::string& folder, const std::string& name) {
  std::string best;
  std::size_t least = 3;
  for (const auto& [path, text] : task.texts) {
    if (!path.starts_with(folder)) continue;
    const std::string other = path.substr(folder.size());
    if (other.find('/') != std::string::npos || !other.ends_with(name.substr(name.rfind('.')))) {
      continue;
    }
    const bool same = equal_ignoring_case(other, name) || other == name_of(name);
    const std::size_t far = same ? 0 : edit_distance(other, name, least);
    if (far < least) {
      least = far;
      best = other;
    }
  }
  return best;
}

/// The same for a folder.
std::string copied_folder_meant(const Sources& task,
                                const std::string& folder,
                                const std::string& name) {
  constexpr std::size_t kFarthest = 2;
  std::vector<std::string> folders;
  for (const auto& [path, text] : task.texts) {
    const std::size_t slash = path.find('/', folder.size());
    if (path.starts_with(folder) && slash != std::string::npos) {
      folders.push_back(path.substr(folder.size(), slash - folder.size()));
    }
  }
  std::string best = nearest(name, folders);
  return edit_distance(name, best, kFarthest) <= kFarthest ? best : std::string();
}

bool holds(const Sources& task, const std::string& path) {
  return task.find(path) != nullptr || std::ranges::any_of(task.texts, [&path](const auto& one) {
           return one.first.starts_with(path + '/');
         });
}

/// COPY of something that is there, counted from another folder than the one that the build gets.
bool draw_counted_wrongly(Drawing& drawing,
                          const Part& part,
                          const Copy& copy,
                          const std::string& name) {
  const Sources& task = drawing.parts.sources;
  const auto break_to = [&](const std::string& there, Diagnosis fault) {
    const Location place{.path = task.from_top(there)};
    const std::size_t file = drawing.piece(PieceKind::file, part.role, place.path, place);
    drawing.breaks(copy.piece, file, "takes", std::move(fault), kNoBuild);
  };
  if (!part.folder.empty() && name.starts_with(part.folder)) {
    const std::string inside = name.substr(part.folder.size());
    if (inside.empty() || !holds(task, part.folder + inside)) return false;
    break_to(part.folder + inside,
             {.cause_id = "copy-path-from-top",
              .sentence = "COPY asks for " + in_quotes(name) + ", and counts from " +
                          in_quotes(part.folder) + ", which the build gets",
              .where = {},
              .step = "Write " + in_quotes(inside) + " in place of " + in_quotes(name) + '.',
              .corrected = with(line_at(task, copy.instruction->where), name, inside)});
    return true;
  }
  const std::size_t slash = part.dockerfile_path.rfind('/');
  if (slash == std::string::npos || !part.service || !part.service->build) return false;
  const std::string own = part.dockerfile_path.substr(0, slash + 1);
  if (own == part.folder || !holds(task, own + name)) return false;
  const Location build = part.service->build->where;
  const std::string build_line = "build: ./" + own.substr(0, own.size() - 1);
  break_to(own + name,
           {.cause_id = "build-context-elsewhere",
            .sentence = "COPY asks for " + in_quotes(name) + ", which is in " + in_quotes(own) +
                        "; the build of " + part.service->name + " gets " +
                        in_quotes(part.folder.empty() ? "." : part.folder),
            .where = {build, copy.instruction->where},
            .step = "Write `" + build_line + "` in place of build and all that stands below it.",
            .corrected = std::string(indent_of(line_at(task, build))) + build_line,
            .placement = in_place_of(place::section_at(task, build))});
  return true;
}

/// A name that the task itself gives to a file.
bool is_given(std::string_view name) {
  return name == "api.py" || name == "softy-pinko-front-end.conf" || name == "proxy.conf";
}

/// COPY of a file that is there, and that .dockerignore keeps from the build. A file of the
/// Dockerfile's own name may stand in its place.
bool draw_ignored(Drawing& drawing, const Part& part, const Copy& copy, const std::string& name) {
  const Sources& task = drawing.parts.sources;
  const std::string list = part.folder + ".dockerignore";
  const std::string* text = task.find(list);
  if (text == nullptr || task.find(part.dockerfile_path + ".dockerignore") != nullptr) return false;
  const auto line = line_that_ignores(*text, name);
  if (!line) return false;
  const Location place{.path = task.from_top(list), .line = *line, .column = 1};
  const std::string pattern(trim(line_at(task, place)));
  drawing.breaks(copy.piece,
                 drawing.piece(PieceKind::file, part.role, pattern, place),
                 "takes",
                 {.cause_id = "dockerignore-leaves-out",
                  .sentence = "COPY asks for " + in_quotes(name) + ", and the line " +
                              in_quotes(pattern) + " of .dockerignore keeps it from the build",
                  .where = {place, copy.instruction->where},
                  .step = "Remove that line of .dockerignore."},
                 kNoBuild);
  return true;
}

/// COPY of a file that the task names, and that was left at the top of the task's folder.
void draw_left_at_top(Drawing& drawing,
                      const Part& part,
                      const Copy& copy,
                      const std::string& name) {
  const Sources& task = drawing.parts.sources;
  if (part.folder.empty() || !is_given(name) || task.find(name) == nullptr) return;
  const Location there{.path = task.from_top(name)};
  drawing.breaks(
      copy.piece,
      drawing.piece(PieceKind::file, part.role, there.path, there),
      "takes",
      {.cause_id = "copy-source-missing",
       .sentence = "COPY asks for " + in_quotes(name) + " of " + in_quotes(part.folder) +
                   ", which the build gets, and the file is " + there.path,
       .where = {},
       .step = "Move the file: `" + git_move(there.path, task.from_top(part.folder + name)) +
               "`, from the repository's top."},
      kNoBuild);
}

/// COPY of a file that is called otherwise.
void draw_source(Drawing& drawing, const Part& part, const Copy& copy, const std::string& source) {
  const Sources& task = drawing.parts.sources;
  std::string name = source;
  while (name.starts_with("./"))
    name.erase(0, 2);
  if (name.find_first_of("*?[$") != std::string::npos || name.starts_with("..")) return;
  const std::string path = part.folder + name;
  if (task.find(path) != nullptr) {
    if (draw_ignored(drawing, part, copy, name)) return;
    const std::size_t file = drawing.piece(
        PieceKind::file, part.role, task.from_top(path), Location{.path = task.from_top(path)});
    drawing.fits(copy.piece, file, "takes");
    return;
  }
  if (draw_counted_wrongly(drawing, part, copy, name)) return;
  while (name.ends_with('/'))
    name.pop_back();
  if (name.empty() || name == ".") return;
  const bool is_file = name.ends_with(".py") || name.ends_with(".conf");
  if (!is_file && holds(task, part.folder + name)) return;
  const std::string other =
      is_file ? meant(task, part.folder, name) : copied_folder_meant(task, part.folder, name);
  if (other.empty() && !is_file) return;
  if (other.empty()) return draw_left_at_top(drawing, part, copy, name);
  const std::string there = task.from_top(part.folder + other);
  const std::size_t file =
      drawing.piece(PieceKind::file, part.role, there, Location{.path = there});
  const bool misnamed = is_given(name_of(name)) && !is_given(name_of(other));
  drawing.breaks(
      copy.piece,
      file,
      "takes",
      {.cause_id = "copy-source-missing",
       .sentence = "COPY asks for " + in_quotes(name) +
                   (is_file ? ", and the file " : ", and the folder ") +
                   (other == name_of(name) ? "stands beside the Dockerfile"
                                           : "is called " + in_quotes(other)),
       .where = {},
       .step = misnamed ? "Rename the file: `" + git_move(there, task.from_top(path)) +
                              "`, from the repository's top."
                        : "Write " + in_quotes(other) + " in COPY.",
       .corrected =
           misnamed ? std::string() : with(line_at(task, copy.instruction->where), name, other)},
      kNoBuild);
}

/// CMD names a path, and COPY puts the file of that name elsewhere.
bool draw_start_elsewhere(Drawing& drawing,
                          const Part& part,
                          const Copy& copy,
                          const StartedFile& started,
                          const std::string& target) {
  const auto& all = part.dockerfile->instructions;
  const bool one_folder = std::ranges::count(all, "WORKDIR", &discovery::Instruction::keyword) < 2;
  if (started.path.find('/') == std::string::npos || !one_folder) return false;
  const std::string path = in_working_dir(part, started.path);
  if (path == target) return false;
  const bool beside = target == in_working_dir(part, started.file);
  drawing.breaks(drawing.piece(PieceKind::program, part.role, started.file, started.where),
                 copy.piece,
                 "starts",
                 {.cause_id = "cmd-file-not-in-image",
                  .sentence = "the container starts " + path + ", and COPY brings " + target +
                              "; a path of CMD counts from the working directory",
                  .where = {},
                  .step = "Write " + (beside ? started.file : target) + " in CMD.",
                  .corrected = with(line_at(drawing.parts.sources, started.where),
                                    started.path,
                                    beside ? started.file : target)},
                 kEnds | kApiSilent | kApiListens);
  return true;
}

/// The file that CMD starts is one that no COPY brings.
void draw_start(Drawing& drawing, const Part& part, const std::vector<Copy>& copies) {
  const StartedFile started = started_file(*part.dockerfile);
  if (started.file.empty() || copies.empty() || runs_with(part, {".py"})) return;
  const Copy* python = nullptr;
  std::string brought;
  const auto program = [&] {
    return drawing.piece(PieceKind::program, part.role, started.file, started.where);
  };
  for (const Copy& copy : copies) {
    for (const std::string& source : copy.step.sources) {
      if (!source.ends_with(".py")) return;  // a folder or a pattern may bring anything
      const std::string target = target_of(part, copy.step, source, /*file=*/true);
      const std::string name = name_of(target);
      if (name == started.file && draw_start_elsewhere(drawing, part, copy, started, target))
        return;
      if (name == started.file) return drawing.fits(program(), copy.piece, "starts");
      // COPY x.py app makes a folder where there is one of that name, and a file where not.
      if (!name.ends_with(".py")) return;
      python = &copy;
      brought = name;
    }
  }
  if (python == nullptr) return;
  drawing.breaks(
      program(),
      python->piece,
      "starts",
      {.cause_id = "cmd-file-not-in-image",
       .sentence = "the container starts " + started.file + ", and COPY brings " + brought,
       .where = {},
       .step = "Name the same file in both places.",
       .corrected = with(line_at(drawing.parts.sources, started.where), started.file, brought)},
      kEnds | kApiSilent | kApiListens);
}

/// True where Compose lays folders of the host over what the image holds.
bool is_overlaid(const Part& part) {
  return part.service && !part.service->volumes.empty();
}

}  // namespace

void draw_images(Drawing& drawing) {
  const Parts& parts = drawing.parts;
  for (const Part* part : {&parts.back_end, &parts.front_end, &parts.proxy}) {
    if (!part->dockerfile) continue;
    const std::vector<Copy> copies = copies_of(drawing, *part);
    for (const Copy& copy : copies) {
      for (const std::string& source : copy.step.sources)
        draw_source(drawing, *part, copy, source);
    }
    const bool as_built = !is_overlaid(*part) && (!part->service || part->service->command.empty());
    if (part == &parts.back_end && as_built) draw_start(drawing, *part, copies);
  }
  if (parts.front_end.dockerfile && !is_overlaid(parts.front_end)) {
    draw_conf(drawing,
              parts.front_end,
              {.path = parts.site_conf_path,
               .not_id = "conf-not-copied",
               .shows = kWelcomePage | kPageNotFound | kPageSilent | kPageListens});
    draw_site(drawing, parts.front_end);
  }
  if (parts.proxy.dockerfile && !is_overlaid(parts.proxy)) {
    draw_conf(drawing,
              parts.proxy,
              {.path = parts.proxy_conf_path,
               .not_id = "proxy-conf-not-copied",
               .shows = kWelcomePage | kPageNotFound | kApiNotFound});
  }
}

}  // namespace pinko::causes

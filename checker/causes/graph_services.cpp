#include "checker/causes/graph_parts.hpp"
#include "checker/causes/lines.hpp"
#include "checker/causes/places.hpp"
#include "checker/discovery/scale_command.hpp"
#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::causes {
namespace {

using discovery::ComposeFile;
using discovery::Service;

constexpr std::string_view kCommandFile = "2-api-servers.txt";

std::size_t piece_of(Drawing& drawing, const Service& service) {
  return drawing.piece(
      PieceKind::service, discovery::guess_role(service), service.name, service.where);
}

/// "backend" and "back_end" are both "backend".
std::string letters_of(std::string_view name) {
  std::string letters;
  for (const char c : to_lower(name)) {
    if (c != '-' && c != '_' && c != '.') letters += c;
  }
  return letters;
}

/// The service that a name was probably meant for; null when none is near.
const Service* nearest_service(const ComposeFile& stack, std::string_view name) {
  const Service* best = nullptr;
  std::size_t least = 3;
  for (const Service& service : stack.services) {
    const bool same = letters_of(service.name) == letters_of(name);
    const std::size_t far = same ? 0 : edit_distance(service.name, name, least);
    if (far < least && 2 * far <= name.size()) {
      least = far;
      best = &service;
    }
  }
  return best;
}

void draw_waiting(Drawing& drawing, const ComposeFile& stack, const Service& service) {
  for (const discovery::Placed& name : service.depends_on) {
    if (const Service* other = stack.find(name.text)) {
      drawing.fits(piece_of(drawing, service), piece_of(drawing, *other), "waits for");
      continue;
    }
    const Service* other = nearest_service(stack, name.text);
    if (other == nullptr) continue;
    const std::size_t from =
        drawing.piece(PieceKind::service, "", "depends_on " + name.text, name.where);
    drawing.breaks(
        from,
        piece_of(drawing, *other),
        "waits for",
        {.cause_id = "depends-on-unknown",
         .sentence = service.name + " depends on " + in_quotes(name.text) +
                     ", and the service is called " + in_quotes(other->name),
         .where = {},
         .step = "Write the service's name as it stands in the file.",
         .corrected = with(line_at(drawing.parts.sources, name.where), name.text, other->name)},
        kRefused | kEnds);
  }
}

/// A folder of the task that holds a Dockerfile and is nearly called so.
std::string folder_meant(const Sources& task, std::string_view folder) {
  for (const auto& [path, text] : task.texts) {
    if (!path.ends_with("/Dockerfile")) continue;
    std::string other = path.substr(0, path.rfind('/'));
    if (letters_of(other) == letters_of(folder) || edit_distance(other, folder, 2) <= 2)
      return other;
  }
  return {};
}

/// The line that names the folder: that of build, or of context below it.
Location context_line(const Sources& task, Location where, std::string_view folder) {
  constexpr int kMostKeys = 5;
  for (int i = 0; i < kMostKeys; ++i) {
    Location line{.path = where.path, .line = where.line + i, .column = 1};
    const std::string text = line_at(task, line);
    if (text.find(folder) == std::string::npos) continue;
    line.column += static_cast<int>(indent_of(text).size());
    return line;
  }
  return where;
}

void draw_context(Drawing& drawing, const Service& service) {
  if (!service.build) return;
  const std::string& context = service.build->context;
  std::string folder = folder_of(context);
  if (folder.ends_with('/')) folder.pop_back();
  const bool plain = !folder.empty() && !folder.starts_with("..") && !folder.starts_with('/') &&
                     context.find("://") == std::string::npos &&
                     context.find('$') == std::string::npos;
  const Sources& task = drawing.parts.sources;
  const bool there = std::ranges::any_of(
      task.texts, [&](const auto& one) { return one.first.starts_with(folder + '/'); });
  if (!plain || there) return;
  const std::string other = folder_meant(task, folder);
  if (other.empty()) return;
  const Location file{.path = task.from_top(other + "/Dockerfile")};
  const Location where = context_line(task, service.build->where, folder);
  drawing.breaks(drawing.piece(PieceKind::image, "", folder, where),
                 drawing.piece(PieceKind::file, "", file.path, file),
                 "is built from",
                 {.cause_id = "build-context-missing",
                  .sentence = service.name + " is to be built from " + in_quotes(folder) +
                              ", and the folder is called " + in_quotes(other),
                  .where = {},
                  .step = "Write the folder's name as it is.",
                  .corrected = with(line_at(task, where), folder, other)},
                 kRefused | kNoBuild);
}

/// What keeps the scaled service from having several containers. The command is as the task wants
/// it, and no place to look at.
void draw_obstacles(Drawing& drawing, const Service& service, std::size_t command) {
  const Sources& task = drawing.parts.sources;
  if (service.container_name) {
    const Location where = service.place_of("container_name");
    drawing.breaks(
        drawing.piece(PieceKind::service, "", "container_name", where),
        command,
        "is multiplied by",
        {.cause_id = "container-name-on-scaled",
         .sentence = "container_name gives the name to one container, and the command starts two",
         .where = {where},
         .step = "Remove container_name from " + service.name + '.',
         .corrected = {}},
        kReplicas);
  }
  for (const discovery::PortMapping& port : service.ports) {
    if (!port.fixed() || port.host_last > port.host_first) continue;
    const std::string indent(indent_of(line_at(task, service.place_of("ports"))));
    drawing.breaks(
        drawing.piece(PieceKind::published, "back-end", port.text, port.where),
        command,
        "is multiplied by",
        {.cause_id = "host-port-on-scaled",
         .sentence = "port " + std::to_string(port.host_first) +
                     " of your computer can belong to one container only, and the command starts "
                     "two",
         .where = {port.where},
         .step = "Remove ports from " + service.name + "; expose is enough.",
         .corrected = std::string(indent).append("expose:\n").append(indent).append("  - \"5252\""),
         .placement = in_place_of(place::section_at(task, service.place_of("ports")))},
        kReplicas);
  }
}

void draw_command(Drawing& drawing, const ComposeFile& stack) {
  const Sources& task = drawing.parts.sources;
  const std::string* text = task.find(kCommandFile);
  if (text == nullptr) return;
  const discovery::ScaleCommand command =
      discovery::parse_scale_command(*text, task.from_top(kCommandFile));
  for (const discovery::ScaleOption& option : command.scales) {
    const std::size_t from = drawing.piece(
        PieceKind::command, "", "--scale " + option.service + '=' + option.number, option.where);
    if (const Service* service = stack.find(option.service)) {
      drawing.fits(from, piece_of(drawing, *service), "multiplies");
      draw_obstacles(drawing, *service, from);
      continue;
    }
    const std::optional<Service>& back = drawing.parts.back_end.service;
    if (!back) continue;
    const bool command_right = option.service == "back-end";
    const std::string sentence = "the command multiplies " + in_quotes(option.service) +
                                 ", and the Compose file calls the service " +
                                 in_quotes(back->name);
    if (command_right) {
      drawing.breaks(piece_of(drawing, *back),
                     from,
                     "is multiplied by",
                     {.cause_id = "service-called-otherwise",
                      .sentence = sentence,
                      .where = {},
                      .step = "Call it back-end, also in depends_on and in proxy.conf.",
                      .corrected = with(line_at(task, back->where), back->name, "back-end")},
                     kReplicas);
    } else if (back->name == "back-end") {
      drawing.breaks(from,
                     piece_of(drawing, *back),
                     "multiplies",
                     {.cause_id = "command-wrong-service",
                      .sentence = sentence,
                      .where = {},
                      .step = "Write the service's name as the Compose file has it.",
                      .corrected = with(line_at(task, option.where), option.service, "back-end")},
                     kReplicas);
    }
  }
}

}  // namespace

void draw_services(Drawing& drawing) {
  const auto& stack = drawing.parts.stack;
  if (!stack) return;
  for (const Service& service : stack->services) {
    const std::size_t piece = piece_of(drawing, service);
    if (service.image) {
      const std::size_t image =
          drawing.piece(PieceKind::image, "", service.image->text, service.image->where);
      drawing.fits(piece, image, "is called");
    }
    draw_context(drawing, service);
    draw_waiting(drawing, *stack, service);
  }
  if (drawing.parts.task == 6) draw_command(drawing, *stack);
}

}  // namespace pinko::causes

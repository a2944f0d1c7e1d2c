#include "checker/causes/copies.hpp"
#include "checker/causes/graph_parts.hpp"
#include "checker/causes/lines.hpp"
#include "checker/causes/places.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace pinko::causes {
namespace {

constexpr std::string_view kConfTarget = "/etc/nginx/conf.d/default.conf";
constexpr std::string_view kSiteTarget = "/var/www/html/softy-pinko-front-end";
constexpr std::string_view kSite = "softy-pinko-front-end";

struct Roots {
  std::set<std::string> all;
  discovery::Placed last;
  bool aliased = false;
};

void collect_roots(const std::vector<discovery::NginxDirective>& block, Roots& roots) {
  for (const discovery::NginxDirective& directive : block) {
    if (directive.name == "alias") roots.aliased = true;
    if (directive.name == "root" && directive.args.size() == 1) {
      roots.all.insert(directive.args.front());
      roots.last = {.text = directive.args.front(), .where = directive.where};
    }
    collect_roots(directive.block, roots);
  }
}

/// The one root of the site's configuration, with its place; an empty text where there are several.
discovery::Placed root_of(const discovery::NginxConf& conf) {
  Roots roots;
  collect_roots(conf.directives, roots);
  if (roots.all.size() != 1 || roots.aliased) return {};
  discovery::Placed found = std::move(roots.last);
  while (found.text.size() > 1 && found.text.ends_with('/'))
    found.text.pop_back();
  return found;
}

/// nginx reads every file of that folder whose name ends so.
bool is_read_there(std::string_view target) {
  constexpr std::string_view kFolder = "/etc/nginx/conf.d/";
  return target.starts_with(kFolder) && target.ends_with(".conf") &&
         target.substr(kFolder.size()).find('/') == std::string_view::npos;
}

/// The image's own default.conf listens on port 80.
bool shares_port_80(const std::optional<discovery::NginxConf>& conf) {
  if (!conf) return true;
  return std::ranges::any_of(discovery::servers(*conf), [](const discovery::NginxServer& server) {
    return std::ranges::find(server.listens, 80, &discovery::NginxListen::port) !=
           server.listens.end();
  });
}

/// What is wrong when COPY puts a configuration elsewhere, and what shows of it, as a sum of Shows.
std::pair<Diagnosis, unsigned> copied_elsewhere(const Parts& parts,
                                                const Part& part,
                                                const ConfFile& conf,
                                                const std::string& target) {
  const std::string name = name_of(conf.path);
  Diagnosis fault{.cause_id = "conf-copied-elsewhere",
                  .sentence = "COPY puts " + name + " at " + target + ", and nginx reads " +
                              std::string(kConfTarget),
                  .where = {},
                  .step = "Let COPY end with " + std::string(kConfTarget) + '.',
                  .corrected = "COPY ./" + name + ' ' + std::string(kConfTarget)};
  unsigned shows = conf.shows;
  if (is_read_there(target)) {
    const bool clash =
        shares_port_80(part.role == parts.proxy.role ? parts.proxy_conf : parts.site_conf);
    fault.sentence = "COPY puts " + name + " at " + target +
                     (clash ? ", beside nginx's own default.conf, which answers in its place"
                            : ": nginx reads it there too, and the task asks for it in the place "
                              "of nginx's own default.conf");
    if (!clash) shows = kConfBeside;
  } else if (target == "/etc/nginx/nginx.conf") {
    fault.sentence = "COPY puts " + name + " in place of nginx's main configuration, which reads " +
                     std::string(kConfTarget) + " by itself";
  }
  return {std::move(fault), shows};
}

}  // namespace

void draw_conf(Drawing& drawing, const Part& part, const ConfFile& conf) {
  const Sources& task = drawing.parts.sources;
  if (task.find(conf.path) == nullptr || runs_with(part, {"conf.d", ".conf"})) return;
  const std::string name = name_of(conf.path);
  const Location file_place{.path = task.from_top(conf.path)};
  const std::size_t file = drawing.piece(PieceKind::file, part.role, file_place.path, file_place);
  const std::string right = "COPY ./" + name + ' ' + std::string(kConfTarget);
  const Copy* wrong = nullptr;
  std::string wrong_target;
  bool with_others = false;
  const std::vector<Copy> copies = copies_of(drawing, part);
  for (const Copy& copy : copies) {
    for (const std::string& source : copy.step.sources) {
      if (source.find_first_of("*?[$") != std::string::npos) return;
      const bool whole = takes_all(source);
      if (!whole && name_of(source) != name) continue;
      std::string target = target_of(part, copy.step, source, !whole);
      if (whole) target += '/' + name;
      if (target == kConfTarget) return drawing.fits(copy.piece, file, "takes");
      if (wrong != nullptr && whole) continue;
      wrong = &copy;
      wrong_target = target;
      with_others = whole || copy.step.sources.size() > 1;
    }
  }
  if (wrong != nullptr) {
    auto [fault, shows] = copied_elsewhere(drawing.parts, part, conf, wrong_target);
    if (with_others) {
      // The other files that this COPY takes stay where they are.
      fault.step = "Add a COPY that puts it there.";
      fault.placement = below(wrong->instruction->where);
    }
    drawing.breaks(wrong->piece, file, "takes", std::move(fault), shows);
    return;
  }
  const std::size_t image = drawing.piece(PieceKind::image,
                                          part.role,
                                          part.dockerfile_path,
                                          Location{.path = task.from_top(part.dockerfile_path)});
  drawing.breaks(image,
                 file,
                 "takes",
                 {.cause_id = std::string(conf.not_id),
                  .sentence = "no COPY of the Dockerfile takes " + name +
                              ", so nginx reads the file that its image brought along",
                  .where = {},
                  .step = "Add the COPY to the Dockerfile.",
                  .corrected = right,
                  .placement = place::before_start_of(
                      *part.dockerfile, task, task.from_top(part.dockerfile_path))},
                 conf.shows);
}

void draw_site(Drawing& drawing, const Part& part) {
  const Parts& parts = drawing.parts;
  if (!parts.site_conf || runs_with(part, {kSite, "git clone", "mv ", "cp "})) return;
  const discovery::Placed root = root_of(*parts.site_conf);
  if (root.text.empty()) return;
  const Copy* site = nullptr;
  std::string target;
  bool with_others = false;
  const std::vector<Copy> copies = copies_of(drawing, part);
  for (const Copy& copy : copies) {
    for (const std::string& source : copy.step.sources) {
      const bool whole = takes_all(source);
      if (!whole && name_of(source) != kSite) continue;
      if (site != nullptr) return;
      site = &copy;
      target = target_of(part, copy.step, source, /*file=*/false);
      if (whole) target += '/' + std::string(kSite);
      with_others = whole || copy.step.sources.size() > 1;
    }
  }
  if (site == nullptr) return;
  const std::size_t folder = drawing.piece(PieceKind::root, part.role, root.text, root.where);
  if (target == root.text) return drawing.fits(site->piece, folder, "fills");
  const bool copied_right = target == kSiteTarget;
  const std::string sentence =
      "COPY puts the site into " + target + ", and root names " + root.text;
  // Where the folder is that of nginx's own page, that page answers.
  const unsigned shows =
      root.text.starts_with("/usr/share/nginx/html") ? kPageNotFound | kWelcomePage : kPageNotFound;
  const std::string root_line = line_at(parts.sources, root.where);
  const std::string copy_line = line_at(parts.sources, site->instruction->where);
  if (copied_right) {
    drawing.breaks(folder,
                   site->piece,
                   "is filled by",
                   {.cause_id = "nginx-root-elsewhere",
                    .sentence = sentence,
                    .where = {},
                    .step = "Let root name the folder into which COPY puts the site.",
                    .corrected = with(root_line, root.text, kSiteTarget)},
                   shows);
  } else {
    Diagnosis fault{.cause_id = "site-copied-elsewhere",
                    .sentence = sentence,
                    .where = {},
                    .step = "Let COPY put the site into the folder that root names.",
                    .corrected = with(copy_line, site->step.destination, kSiteTarget)};
    if (with_others) {
      // Whatever else this COPY takes would land among the site's files.
      fault.step = "Add a COPY that puts the site into the folder that root names.";
      fault.corrected = "COPY ./" + std::string(kSite) + ' ' + std::string(kSiteTarget);
      fault.placement = below(site->instruction->where);
    }
    drawing.breaks(site->piece, folder, "fills", std::move(fault), shows | kSiteCopied);
  }
}

}  // namespace pinko::causes

#include "checker/discovery/dockerfile.hpp"
#include "checker/expect/files.hpp"
#include "checker/expect/images.hpp"
#include "checker/expect/reason.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/dockerignore.hpp"
#include "checker/util/git_commands.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <filesystem>

namespace pinko::expect {
namespace {

constexpr std::size_t kMostNamed = 5;

constexpr std::string_view kFrontDockerfile = "front-end/Dockerfile";

/// Whether an instruction of the front end's Dockerfile may take the site; true as well where that
/// cannot be told.
bool site_is_copied(const Sources& task) {
  const std::string* text = task.find(kFrontDockerfile);
  if (text == nullptr) return true;
  const discovery::Dockerfile file = discovery::parse_dockerfile(*text, kFrontDockerfile);
  return std::ranges::any_of(file.instructions, [](const discovery::Instruction& instruction) {
    if (instruction.keyword != "COPY" && instruction.keyword != "ADD") return false;
    return std::ranges::any_of(
        discovery::copy_step(instruction).sources, [](const std::string& source) {
          const bool whole = source == "." || source == "./" || source == "/";
          const bool named = source.find("softy-pinko-front") != std::string::npos;
          const bool pattern = source.find_first_of("*?[$") != std::string::npos;
          return whole || pattern || (named && !source.ends_with(".conf"));
        });
  });
}

/// Where the Dockerfile beside `source` copies the file, and whether into a folder that gets the
/// name of `in_image`.
struct CopyPlace {
  std::vector<Location> where;
  bool makes_folder = false;
};

/// Of the first COPY that takes the file; else the place is the Dockerfile.
CopyPlace copy_place(const std::string& source, std::string_view in_image, const Sources& task) {
  const std::filesystem::path inside(from_task(task, source));
  const std::string dockerfile = (inside.parent_path() / "Dockerfile").generic_string();
  const std::string* text = task.find(dockerfile);
  if (text == nullptr) return {};
  const std::string path = task.from_top(dockerfile);
  const discovery::Dockerfile file = discovery::parse_dockerfile(*text, path);
  for (const discovery::Instruction& instruction : file.instructions) {
    if (instruction.keyword != "COPY" && instruction.keyword != "ADD") continue;
    if (instruction.arguments.find(inside.filename().string()) != std::string::npos) {
      const std::string folder = std::string(in_image) + '/';
      return {.where = {instruction.where},
              .makes_folder = discovery::copy_step(instruction).destination == folder};
    }
  }
  return {.where = {Location{.path = path}}};
}

Reason other_name(const Misnamed& file, const std::string& folder, Location where) {
  return {.id = "copied-file-called-otherwise",
          .cause = "the task calls the file " + file.meant + ", and COPY takes " + file.name,
          .hint = "Rename the file: `" + git_move(folder + file.name, folder + file.meant) +
                  "`, from the repository's top, and write that name behind COPY as well.",
          .where = {std::move(where)},
          .particulars = file};
}

/// The Dockerfile beside a file that is not there may bring one of another name into its place.
void explain_other_name(Finding& finding,
                        const std::string& source,
                        std::string_view in_image,
                        const Sources& task) {
  const std::filesystem::path inside(from_task(task, source));
  const std::string dockerfile = (inside.parent_path() / "Dockerfile").generic_string();
  const std::string* text = task.find(dockerfile);
  if (text == nullptr) return;
  const std::string name = inside.filename().string();
  const std::string folder = source.substr(0, source.size() - name.size());
  const discovery::Dockerfile file = discovery::parse_dockerfile(*text, task.from_top(dockerfile));
  for (const discovery::Instruction& instruction : file.instructions) {
    if (instruction.keyword != "COPY" && instruction.keyword != "ADD") continue;
    const discovery::CopyStep step = discovery::copy_step(instruction);
    if (step.destination != in_image || step.sources.size() != 1 || !step.from.empty()) continue;
    const std::string other = std::filesystem::path(step.sources.front()).filename().string();
    if (other == name || other.find_first_of("*?[$") != std::string::npos) return;
    explain(finding, other_name({.name = other, .meant = name}, folder, instruction.where));
    return;
  }
}

/// `COPY . /var/www/html/softy-pinko-front-end`: the site's folder comes along as a folder.
void explain_whole_folder(Finding& finding, const Sources& task) {
  const std::string* text = task.find(kFrontDockerfile);
  if (text == nullptr) return;
  const discovery::Dockerfile file =
      discovery::parse_dockerfile(*text, task.from_top(kFrontDockerfile));
  for (const discovery::Instruction& instruction : file.instructions) {
    if (instruction.keyword != "COPY" && instruction.keyword != "ADD") continue;
    const std::vector<std::string> sources = discovery::copy_step(instruction).sources;
    if (sources.size() != 1 || (sources.front() != "." && sources.front() != "./")) continue;
    finding.cause =
        "COPY takes the folder in which the site's folder stands, so the site lies one "
        "folder deeper";
    finding.hint =
        "Let COPY take the site's folder itself: `COPY ./softy-pinko-front-end "
        "/var/www/html/softy-pinko-front-end`.";
    finding.where = {instruction.where};
    return;
  }
}

std::string names_of(const std::vector<std::string>& names) {
  if (names.size() <= kMostNamed) return join(names, ", ");
  const auto end = names.begin() + kMostNamed;
  return join({names.begin(), end}, ", ") + " and " + std::to_string(names.size() - kMostNamed) +
         " more";
}

/// The line of .dockerignore that keeps a file of the site from the build.
void explain_ignored(Finding& finding, const std::string& missing, const Sources& task) {
  constexpr std::string_view kList = "front-end/.dockerignore";
  const std::string* list = task.find(kList);
  if (list == nullptr) return;
  const auto line = line_that_ignores(*list, "softy-pinko-front-end/" + missing);
  if (!line) return;
  finding.cause = "a part of the site is not copied: a line of .dockerignore leaves it out";
  finding.hint = "Remove that line of .dockerignore.";
  finding.where = {{.path = task.from_top(kList), .line = *line, .column = 1}};
}

}  // namespace

Finding is_in_image(const CopySeen& seen, std::string_view in_image, const Sources& task) {
  const std::string wanted =
      seen.source.path + ", byte for byte, at " + std::string(in_image) + " in the image";
  if (seen.source.state != FileState::present) {
    Finding finding = is_there(seen.source);
    finding.follows = {"conf-file"};
    explain_other_name(finding, seen.source.path, in_image, task);
    return finding;
  }
  if (seen.in_image && seen.bytes == seen.source.bytes) return passed(std::string(in_image));
  const CopyPlace copy = copy_place(seen.source.path, in_image, task);
  if (!seen.in_image) {
    Finding finding = failed(wanted, "no such file in the image", copy.where);
    if (copy.makes_folder) {
      finding.cause_id = "nginx-conf-is-folder";
      finding.cause = "COPY makes a folder of that name, for its destination ends with a `/`";
    }
    return finding;
  }
  Finding finding = failed(wanted, "another file is there", copy.where);
  if (seen.bytes.find("/usr/share/nginx/html") != std::string::npos &&
      seen.source.bytes.find("/usr/share/nginx/html") == std::string::npos) {
    finding.actual = "the file that the base image brought along";
    const bool proxy = seen.source.path.ends_with("/proxy.conf");
    finding.cause_id = proxy ? "proxy-conf-not-copied" : "conf-not-copied";
    finding.cause = "no COPY puts your file in that place, so nginx's own file is there";
  }
  finding.evidence = head(seen.bytes, 2048);
  return finding;
}

Finding site_is_in_image(const SiteCopySeen& seen, const Sources& task) {
  std::vector<std::string> missing;
  std::vector<std::string> different;
  for (const CopiedFile& file : seen.files) {
    if (!file.in_image) missing.push_back(file.path);
    if (file.in_image && !file.equal) different.push_back(file.path);
  }
  if (missing.empty() && different.empty() && !seen.files.empty()) {
    return passed(counted(seen.files.size(), "file") + " in " + seen.in_image);
  }
  Finding finding = failed("every file of the site in " + seen.in_image, "");
  if (!seen.found_instead.empty()) {
    finding.actual = "the site is in " + join(seen.found_instead, ", ");
    finding.cause_id = "site-copied-elsewhere";
    finding.cause = "COPY puts the site into another folder of the image";
    const bool deeper = seen.found_instead.front().starts_with(seen.in_image + '/');
    if (deeper) finding.follows = {"front-end-files"};
    if (deeper) explain_whole_folder(finding, task);
  } else if (missing.size() == seen.files.size() && !site_is_copied(task)) {
    finding.actual =
        seen.folder_exists ? "missing: " + names_of(missing) : "no such folder in the image";
    finding.cause_id = "site-not-copied";
    finding.cause = "no COPY of the Dockerfile takes the site";
    finding.hint = "Add `COPY ./softy-pinko-front-end /var/www/html/softy-pinko-front-end`.";
    finding.where = {Location{.path = task.from_top(kFrontDockerfile)}};
  } else if (!seen.folder_exists) {
    finding.actual = "no such folder in the image";
  } else if (missing.empty()) {
    finding.actual = "different: " + names_of(different);
    finding.cause_id = "site-copies-differ";
    finding.cause = "the copies in the image are not those of the repository";
  } else {
    finding.actual = "missing: " + names_of(missing);
    const bool index = std::ranges::find(missing, "index.html") != missing.end();
    if (!index) finding.cause_id = "site-copied-in-part";
    if (!index) finding.cause = "a part of the site is not copied";
    if (!index) explain_ignored(finding, missing.front(), task);
  }
  return finding;
}

}  // namespace pinko::expect

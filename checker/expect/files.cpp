#include "checker/expect/files.hpp"

#include "checker/discovery/scale_command.hpp"
#include "checker/discovery/source_text.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/dockerfile_name.hpp"
#include "checker/util/git_commands.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::expect {
namespace {

std::string a_file(const FileSeen& seen) {
  return "a file " + seen.path;
}

/// A word on what is odd about a file's bytes, and harmless.
std::vector<std::string> notes_on(const FileSeen& seen) {
  const discovery::TextFacts facts = discovery::facts_of(seen.bytes);
  std::vector<std::string> notes;
  if (facts.has_bom) notes.push_back(seen.path + " begins with a byte order mark");
  if (facts.has_crlf) notes.push_back(seen.path + " has Windows line ends (CR LF)");
  return notes;
}

/// The beginning of a hint: both paths from the repository's top.
std::string moved(const std::string& from, const std::string& to) {
  return "Move it: `" + git_move(from, to) + "`, from the repository's top";
}

std::string hint_for(const FileSeen& seen) {
  switch (seen.state) {
    case FileState::wrong_case:
      return "Rename it: `" + git_move(seen.actual, seen.path) + "`, from the repository's top.";
    case FileState::directory:
      return "Remove or rename the folder, and create a file of that name.";
    case FileState::special:
    case FileState::link_outside:
      return "Put the file itself there, in place of what leads elsewhere.";
    case FileState::unreadable:
      return "Let everybody read it: `chmod a+r " + shell_quoted(seen.path) + "`.";
    case FileState::missing:
      if (seen.actual.empty()) return {};
      return moved(seen.actual, seen.path) + ", and mend the paths that named it.";
    case FileState::present:
    case FileState::too_large:
      return {};
  }
  return {};
}

std::string_view cause_of(const FileSeen& seen) {
  switch (seen.state) {
    case FileState::wrong_case:
      return "file-in-other-case";
    case FileState::directory:
      return "folder-in-place-of-file";
    case FileState::special:
    case FileState::link_outside:
      return "link-in-place-of-file";
    case FileState::unreadable:
      return "file-unreadable";
    case FileState::too_large:
      return "file-too-large";
    case FileState::missing:
      return seen.actual.empty() ? "file-missing" : "file-elsewhere";
    case FileState::present:
      return "file-empty";
  }
  return {};
}

/// The commands that turn a nested repository into files.
std::string mend_gitlink(const std::string& folder) {
  return "From the repository's top: `" + join(git_take_in(folder), "`, then `") + "`, and commit.";
}

Finding judge_gitlink(const SiteSeen& seen) {
  Finding finding = failed("the site's files in git, below " + seen.folder,
                           "a link to commit " + seen.gitlink_commit.substr(0, 7) +
                               " of another repository; in a clone the folder is empty",
                           {Location{.path = seen.folder}});
  finding.cause_id = "site-is-gitlink";
  finding.cause =
      "the site was cloned inside this repository with its own .git folder, so git "
      "stored a link in place of the files";
  finding.hint = mend_gitlink(seen.folder);
  if (seen.files.empty()) {
    finding.hint += " If your own computer has no files there either, clone the site again first.";
  }
  return finding;
}

Finding judge_not_there(const SiteSeen& seen) {
  Finding finding = failed("the site with its index.html in " + seen.folder, "");
  switch (seen.state) {
    case SiteState::elsewhere:
      finding.cause_id = "site-elsewhere";
      finding.actual = "a site in " + seen.actual;
      finding.where = {Location{.path = seen.actual}};
      finding.hint = moved(seen.actual, seen.folder) + ", and commit.";
      break;
    case SiteState::empty:
      finding.cause_id = seen.files.empty() ? "site-empty" : "site-without-index";
      finding.actual = seen.files.empty() ? "an empty folder" : "a folder without an index.html";
      finding.where = {Location{.path = seen.folder}};
      finding.hint = "Clone the site into that folder, remove its .git folder, and add the files.";
      break;
    case SiteState::absent:
    case SiteState::files:
    case SiteState::gitlink:
      finding.cause_id = "site-missing";
      finding.actual = "no such folder";
      finding.hint = "Clone the site into that folder, remove its .git folder, and add the files.";
      break;
  }
  return finding;
}

}  // namespace

std::string state_in_words(const FileSeen& seen) {
  switch (seen.state) {
    case FileState::present:
      return {};
    case FileState::missing:
      return seen.actual.empty() ? "no such file" : "no such file; there is " + seen.actual;
    case FileState::wrong_case:
      return "the file is called " + seen.actual + "; Linux tells capital letters from small ones";
    case FileState::directory:
      return "a folder of that name";
    case FileState::special:
      return "no regular file (a pipe, a socket or a device)";
    case FileState::link_outside:
      return "a link that leads out of the repository, or nowhere";
    case FileState::too_large:
      return "a file of " + std::to_string(seen.size) + " bytes, far too large to be right";
    case FileState::unreadable:
      return "a file that cannot be read";
  }
  return {};
}

Finding is_there(const FileSeen& seen) {
  if (seen.state == FileState::present && !trim(seen.bytes).empty()) {
    return passed(seen.path, notes_on(seen));
  }
  if (seen.state == FileState::present) {
    Finding finding =
        failed(a_file(seen) + " with something in it", "an empty file", {{.path = seen.path}});
    finding.cause_id = cause_of(seen);
    return finding;
  }
  Finding finding = failed(a_file(seen), state_in_words(seen));
  if (seen.state != FileState::missing || !seen.actual.empty()) {
    finding.where = {{.path = seen.actual.empty() ? seen.path : seen.actual}};
  }
  finding.hint = hint_for(seen);
  finding.cause_id = cause_of(seen);
  if (is_taken_for_dockerfile(seen.path, seen.actual)) {
    finding.actual = "the file is called " + seen.actual;
    finding.cause_id = "dockerfile-in-small-letters";
    finding.cause =
        "docker finds the file all the same, so the rest was looked at; the task calls it "
        "Dockerfile, and other programs look for that name alone";
    finding.blocks = false;
  }
  return finding;
}

Finding has_back_end_files(const FileSeen& dockerfile, const Sources& task) {
  Finding finding = is_there(dockerfile);
  if (finding.kind != Finding::Kind::passed || task.texts.empty()) return finding;
  constexpr std::string_view kApi = "back-end/api.py";
  if (task.find(kApi) != nullptr) return passed("back-end/Dockerfile and back-end/api.py");
  Finding missing = failed("a file " + task.from_top(kApi), "no such file");
  missing.cause_id = "file-missing";
  if (task.find("api.py") != nullptr) {
    missing.where = whole_file(task, "api.py");
    missing.cause_id = "api-file-at-top";
    missing.cause = "api.py still stands in " + task.folder;
    missing.hint = moved(task.from_top("api.py"), task.from_top(kApi)) + '.';
    return missing;
  }
  for (const auto& [path, text] : task.texts) {
    if (!path.starts_with("back-end/") || !path.ends_with("/api.py")) continue;
    missing.cause_id = "file-elsewhere";
    missing.actual = "no such file; there is " + task.from_top(path);
    missing.where = whole_file(task, path);
    missing.hint =
        moved(task.from_top(path), task.from_top(kApi)) + ", and mend the paths that named it.";
    break;
  }
  return missing;
}

Finding ends_with_newline(const FileSeen& seen) {
  if (seen.state != FileState::present) return blocked("there is no " + seen.path);
  if (seen.bytes.empty()) return blocked(seen.path + " is empty");
  const discovery::TextFacts facts = discovery::facts_of(seen.bytes);
  const bool utf16_newline = facts.utf16 && !facts.no_final_newline;
  if (!facts.no_final_newline || utf16_newline) return passed("a newline is the last byte");
  const std::string_view last = std::string_view(seen.bytes).substr(seen.bytes.size() - 1);
  Finding finding = failed("a newline as the last byte", in_quotes(last) + " is the last byte");
  finding.cause_id = "final-newline-missing";
  const discovery::LineIndex index(seen.bytes, seen.path);
  finding.where = {index.at(seen.bytes.size())};
  return finding;
}

Finding starts_two_servers(const FileSeen& seen) {
  if (seen.state != FileState::present) return blocked("there is no " + seen.path);
  const discovery::ScaleCommand command = discovery::parse_scale_command(seen.bytes, seen.path);
  if (command.right) {
    std::vector<std::string> notes = command.differences;
    if (command.sudo && notes.empty()) notes.emplace_back("sudo is not part of the command");
    return passed(command.command, command.canonical ? std::vector<std::string>{} : notes);
  }
  Finding finding = failed("docker-compose up --scale back-end=2",
                           command.command.empty() ? shown(seen.bytes) : command.command);
  if (!command.problems.empty()) {
    if (command.problems.front().fault == discovery::ScaleFault::several_commands) {
      finding.actual = shown(seen.bytes);
    }
    finding.cause_id =
        "command-" + replace_all(std::string(name_of(command.problems.front().fault)), "_", "-");
    finding.cause = command.problems.front().message;
    finding.where = {command.problems.front().where};
    for (std::size_t i = 1; i < command.problems.size(); ++i)
      finding.notes.push_back(command.problems[i].message);
  }
  if (command.text.utf16) {
    finding.cause_id = "command-utf16";
    finding.actual = "a file in UTF-16";
    finding.hint =
        "Save it as plain text, in ASCII or UTF-8: older PowerShell writes UTF-16 with "
        "`>`; `Set-Content -Encoding ascii` does not.";
  }
  return finding;
}

namespace {

std::vector<std::string> notes_on(const SiteSeen& seen) {
  if (seen.kept_out.empty()) return {};
  return {".dockerignore keeps out of the image what no page needs: " + join(seen.kept_out, ", ")};
}

}  // namespace

Finding is_in_git(const SiteSeen& seen) {
  if (seen.from_template) {
    Finding finding = seen.gitlink_commit.empty() ? judge_not_there(seen) : judge_gitlink(seen);
    if (!seen.gitlink_commit.empty()) return finding;
    finding.actual = "no files; the untouched template was put there to look at the rest";
    return finding;
  }
  if (!seen.gitlink_commit.empty() || seen.state == SiteState::gitlink) return judge_gitlink(seen);
  if (seen.state != SiteState::files) return judge_not_there(seen);
  const std::string count = counted(seen.files.size(), "file");
  if (seen.committed) return passed(count + " below " + seen.folder, notes_on(seen));
  Finding finding = failed("the site's files in git, below " + seen.folder,
                           count + " on disk, but not in the last commit",
                           {Location{.path = seen.folder}});
  finding.cause_id = "site-not-committed";
  finding.cause = "the files were never added, or never committed";
  finding.hint =
      "From the repository's top: `git add " + shell_quoted(seen.folder) + "`, and commit.";
  return finding;
}

Finding is_in_git_or_template(const SiteSeen& seen) {
  if (!seen.from_template) return is_in_git(seen);
  const std::string instead = seen.gitlink_commit.empty() ? "no files" : "a link in place of files";
  return passed("the template's files",
                {"the submission has " + instead + " in " + seen.folder +
                 "; the template that was given with --template took their place"});
}

}  // namespace pinko::expect

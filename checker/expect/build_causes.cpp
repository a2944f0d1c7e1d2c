#include "checker/expect/build_causes.hpp"

#include "checker/discovery/dockerfile.hpp"
#include "checker/expect/messages/messages.hpp"
#include "checker/expect/package_causes.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace pinko::expect {
namespace {

/// Messages of which the functions below make more than their row says.
constexpr std::array<std::string_view, 7> kTakenApart{"copy-source-missing",
                                                      "command-not-found-in-build",
                                                      "apt-package-unknown",
                                                      "pip-package-unknown",
                                                      "pip-install-forgotten",
                                                      "instruction-unknown",
                                                      "image-unknown"};

/// The checks that already speak of a Dockerfile without FROM, or with one that comes late.
std::vector<std::string> checks_on_base(std::string_view id) {
  if (id != "dockerfile-empty" && id != "instruction-before-from" && id != "instruction-unknown") {
    return {};
  }
  return {"base-image", "back-end-base-image", "front-end-base-image", "proxy-base-image"};
}

/// A message that means the same whatever stands around it.
std::optional<Reason> known_message(std::string_view output) {
  const auto rows = messages_of_builds();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (std::ranges::find(kTakenApart, rows[i].id) != kTakenApart.end()) continue;
    if (find_message(rows.subspan(i, 1), output, {rows[i].speaker}) == nullptr) continue;
    Reason found = reason_of(rows[i]);
    found.follows = checks_on_base(rows[i].id);
    return found;
  }
  return std::nullopt;
}

/// The checks that already speak of a file that COPY did not find.
std::vector<std::string> checks_on(const std::string& file) {
  if (file.ends_with("api.py")) return {"api-file", "back-end-files"};
  if (file.ends_with("softy-pinko-front-end.conf")) return {"conf-file"};
  if (file.find("softy-pinko-front-end") != std::string::npos) return {"front-end-files"};
  return {};
}

/// The file that BuildKit did not find: `… cache key: "/api.py": not found`, in older releases
/// `ERROR: "/api.py" not found: not found`.
std::string missing_in_buildkit(std::string_view output) {
  for (const std::string_view mark :
       {"failed to compute cache key", "failed to calculate checksum", "ERROR: \"/"}) {
    const std::string line = line_with(output, mark);
    if (line.find("not found") == std::string::npos) continue;
    std::string file = between(line, "\"/", "\"");
    if (!file.empty()) return file;
  }
  return {};
}

/// Where the folder of the source is not there either: `failed to walk /…/buildkit-mount12/app:
/// lstat /…/buildkit-mount12/app: no such file or directory`, in newer releases `failed to solve:
/// lstat /app: no such file or directory`.
std::string missing_folder_in_buildkit(std::string_view output) {
  constexpr std::string_view kMount = "/buildkit-mount";
  const std::string newer = line_with(output, "failed to solve: lstat /");
  if (!newer.empty()) return between(newer, "lstat /", ": no such file");
  const std::string line = line_with(output, "failed to walk ");
  const std::string path = between(line, "lstat ", ": no such file");
  const std::size_t mount = path.find(kMount);
  if (mount == std::string::npos) return {};
  const std::size_t slash = path.find('/', mount + kMount.size());
  return slash == std::string::npos ? std::string() : path.substr(slash + 1);
}

/// COPY or ADD of something that is not there, in the words of Docker's builders and of Podman's.
std::optional<Reason> missing_source(std::string_view output) {
  std::string file = missing_in_buildkit(output);
  if (file.empty()) file = missing_folder_in_buildkit(output);
  if (file.empty()) file = between(output, "copier: stat: \"/", "\": no such file");
  const bool classic = output.find("COPY failed") != std::string_view::npos ||
                       output.find("ADD failed") != std::string_view::npos;
  if (classic) file = between(output, "stat ", ": ");
  if (file.empty()) return std::nullopt;
  constexpr std::string_view kBuilder = "/var/lib/docker/tmp/";
  if (file.starts_with(kBuilder)) {
    file = file.substr(std::min(file.size(), file.find('/', kBuilder.size()) + 1));
  }
  return Reason{
      .id = "copy-source-missing",
      .cause =
          "COPY does not find " + in_quotes(file) + " in the folder that docker build is given",
      .hint =
          "Check the name letter by letter, that the file is there, and that .dockerignore does "
          "not leave it out.",
      .follows = checks_on(file)};
}

/// `EXPOSE requires at least one argument`: an instruction with too few words, or too many.
std::optional<Reason> wrong_arguments(std::string_view output) {
  for (const std::string_view mark : {" requires at least one argument",
                                      " requires exactly one argument",
                                      " must have two arguments"}) {
    const std::string line = line_with(output, mark);
    if (line.empty()) continue;
    const std::string before = line.substr(0, line.find(mark));
    const std::string word = before.substr(before.rfind(' ') + 1);
    Reason found = reason_of(*message_of("instruction-arguments"));
    found.cause = word + (mark == " requires at least one argument"
                              ? " lacks what has to stand behind it"
                              : " has too few words behind it, or too many");
    return found;
  }
  return std::nullopt;
}

std::string_view package_of(std::string_view program) {
  if (program == "pip3" || program == "pip") return "python3-pip";
  if (program == "python3" || program == "python") return "python3";
  return {};
}

/// The program of `/bin/sh: 1: pip3: not found` and `bash: pip3: command not found`. BuildKit says
/// the line again below, in newer releases without the shell's name.
std::string unknown_program(std::string_view output) {
  std::string program;
  for (std::string_view line : split_lines(output)) {
    const std::size_t shell = line.find("sh: ");
    if (shell == std::string_view::npos) continue;
    line.remove_prefix(shell + 4);
    std::size_t end = line.rfind(": command not found");
    if (end == std::string_view::npos) end = line.rfind(": not found");
    if (end == std::string_view::npos) continue;
    line = line.substr(0, end);
    const std::size_t colon = line.rfind(": ");
    program = colon == std::string_view::npos ? line : line.substr(colon + 2);
  }
  return program;
}

/// The shell does not know a command.
std::optional<Reason> unknown_command(std::string_view output) {
  const std::string program = unknown_program(output);
  if (program.empty()) return std::nullopt;
  Reason found{.id = "command-not-found-in-build",
               .cause = "there is no command " + in_quotes(program) + " in the image at that point",
               .hint = "Check its spelling, and that it is installed on a line above.",
               .particulars = UnknownCommand{program}};
  if (program.starts_with("apt-get-") || program.starts_with("apt-")) {
    found.id = "apt-get-grown-together";
    found.cause += ": a blank is missing behind apt-get";
    found.hint = "Write apt-get and its first word apart: `apt-get update`.";
    found.follows = {program.ends_with("upgrade") ? "apt-upgrade" : "apt-update"};
  } else if (program == "update" || program == "upgrade" || program == "install") {
    found.id = "apt-get-forgotten";
    found.cause = in_quotes(program) +
                  " is a word of apt-get's, and no program: apt-get is missing "
                  "in front of it";
    found.hint = "Write `apt-get " + program + "`; behind && a new command begins.";
    found.follows = {"apt-" + program};
  } else if (const std::string_view package = package_of(program); !package.empty()) {
    found.id = package == "python3" ? "python-not-installed" : "pip-not-installed";
    found.hint = "Install it first: `RUN apt-get install -y " + std::string(package) + "`.";
  }
  return found;
}

/// True when a registry said that it has no such image: in its own words, or in BuildKit's, as in
/// `failed to resolve source metadata for docker.io/library/ubuntu:lastest:
/// docker.io/library/ubuntu:lastest: not found`.
bool lacks_image(std::string_view output) {
  for (const std::string_view mark :
       {"manifest unknown", "pull access denied", "repository does not exist", "manifest for "}) {
    if (output.find(mark) != std::string_view::npos) return true;
  }
  for (const std::string_view mark :
       {"failed to resolve source metadata for ", "failed to create LLB definition: "}) {
    if (line_with(output, mark).ends_with(": not found")) return true;
  }
  return false;
}

/// "FORM" of Docker's "unknown instruction: FORM" and of Podman's "Unknown instruction: "FORM"".
std::string unknown_instruction(std::string_view output) {
  for (const auto& [mark, end] :
       {std::pair{"unknown instruction: ", " (\r\n"}, std::pair{"Unknown instruction: \"", "\""}}) {
    const std::size_t at = output.find(mark);
    if (at == std::string_view::npos) continue;
    const std::string_view rest = output.substr(at + std::string_view(mark).size());
    return std::string(rest.substr(0, rest.find_first_of(end)));
  }
  return {};
}

/// What is wrong with the Dockerfile itself.
std::optional<Reason> bad_dockerfile(std::string_view output) {
  const std::string word = unknown_instruction(output);
  if (!word.empty()) {
    const std::string meant = discovery::instruction_meant(word);
    return Reason{.id = "instruction-unknown",
                  .cause = "Docker knows no instruction " + in_quotes(word),
                  .hint = meant.empty()
                              ? "Check its spelling; a line that goes on ends with a backslash."
                              : "Write " + meant + '.',
                  .follows = meant == "FROM" ? checks_on_base("instruction-unknown")
                                             : std::vector<std::string>(),
                  .particulars = Misnamed{.name = word, .meant = meant}};
  }
  if (!lacks_image(output)) return std::nullopt;
  return Reason{
      .id = "image-unknown",
      .cause = "there is no image of the name that stands behind FROM",
      .hint = "Check the name and the tag, letter by letter.",
      .follows = {"base-image", "back-end-base-image", "front-end-base-image", "proxy-base-image"}};
}

}  // namespace

int line_named(std::string_view output) {
  for (const std::string_view mark : {"dockerfile parse error on line ",
                                      "Dockerfile parse error line ",
                                      "dockerfile parse error line "}) {
    const std::size_t at = output.find(mark);
    if (at == std::string_view::npos) continue;
    return number_of_line(output.substr(at + mark.size()));
  }
  return 0;
}

Reason recognise_build(std::string_view output) {
  for (const auto recognise : {recognise_packages,
                               wrong_arguments,
                               bad_dockerfile,
                               known_message,
                               missing_source,
                               unknown_command}) {
    if (auto reason = recognise(output)) return *std::move(reason);
  }
  return {};
}

}  // namespace pinko::expect

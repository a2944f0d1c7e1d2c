#include "checker/probe/image.hpp"

#include "checker/probe/files.hpp"
#include "checker/util/text.hpp"

#include <map>
#include <set>

namespace pinko::probe {
namespace {

using engine::ArchiveEntry;
using engine::FileKind;

constexpr std::uint64_t kMostImageFileBytes = 8ULL << 20;

using Entries = std::map<std::string, const ArchiveEntry*>;

/// The file at a path below `folder`, at the end of its links; null where there is none.
const ArchiveEntry* entry_at(const Entries& entries, const std::string& folder, std::string path) {
  constexpr int kMostLinks = 8;
  for (int i = 0; i < kMostLinks; ++i) {
    const auto found = entries.find(path);
    if (found == entries.end()) return nullptr;
    if (found->second->kind == FileKind::file) return found->second;
    const std::filesystem::path link = std::filesystem::path(folder) / path;
    path = (link.parent_path() / found->second->target)
               .lexically_normal()
               .lexically_relative(folder)
               .generic_string();
  }
  return nullptr;
}

/// Where else below the web server's usual folders the site's index.html ended up.
Result<std::vector<std::string>> find_index(const std::string& bytes,
                                            engine::ContainerEngine& engine,
                                            const std::string& container,
                                            Deadline deadline) {
  std::set<std::string> found;
  for (const std::string top : {"/var/www", "/usr/share/nginx/html"}) {
    PINKO_TRY_ASSIGN(const auto listing, engine.read(container, top, {}, deadline));
    for (const ArchiveEntry& entry : listing.entries) {
      const std::filesystem::path path = std::filesystem::path(top) / entry.path;
      if (path.filename() != "index.html" || entry.bytes != bytes) continue;
      found.insert(path.parent_path().generic_string());
    }
  }
  return std::vector<std::string>(found.begin(), found.end());
}

constexpr std::string_view kPythonScript = R"sh(
printf 'python3=%s\n' "$(command -v python3)"
printf 'pip3=%s\n' "$(command -v pip3 || command -v pip)"
importable() { # interpreter; a flask.py beside the program does not hide what is installed
  if "$1" -c 'import flask' >/tmp/pinko-import 2>&1; then echo flask=yes
  elif (cd / && "$1" -c 'import flask') >/dev/null 2>&1; then echo flask=yes
  else tail -n 1 /tmp/pinko-import | sed 's/^/problem=/'; fi
  if "$1" -c 'import flask_cors' >/dev/null 2>&1; then echo flask_cors=yes; fi
  rm -f /tmp/pinko-import
}
if command -v python3 >/dev/null; then importable python3; fi
# The working directory may be a volume, which is another file system.
find / "$PWD" -xdev -type d -name flask 2>/dev/null | sort -u | head -n 100 | while read -r folder; do
  site=${folder%/flask}
  installer=
  for file in "$site"/[Ff]lask-[0-9]*.dist-info/INSTALLER; do
    if [ -f "$file" ]; then installer=$(head -n 1 "$file"); fi
  done
  home=${site%/lib*/python*}
  case $site in
    *-packages) if [ -f "$home/pyvenv.cfg" ] && [ -x "$home/bin/python3" ]; then importable "$home/bin/python3"; fi ;;
    # Of pip's option --target: any folder, which the program is told of when it starts.
    *) [ -n "$installer" ] || continue; PYTHONPATH=$site importable python3 ;;
  esac
  printf 'package=%s\t%s\n' "$folder" "$installer"
done
for file in /app/* /app/.[!.]*; do
  if [ -e "$file" ]; then printf 'app=%s\n' "${file#/app/}"; fi
done
)sh";

}  // namespace

Result<CopySeen> see(const CompareCopy& p,
                     FileSeen source,
                     engine::ContainerEngine& engine,
                     const std::string& container,
                     Deadline deadline) {
  CopySeen seen;
  seen.source = std::move(source);
  PINKO_TRY_ASSIGN(const auto listing,
                   engine.read(container, std::string(p.in_image), {}, deadline));
  for (const ArchiveEntry& entry : listing.entries) {
    if (!entry.path.empty() || entry.kind != FileKind::file) continue;
    seen.in_image = true;
    seen.bytes = entry.bytes;
  }
  return seen;
}

Result<SiteCopySeen> see(const CompareSite& p,
                         const SiteSource& source,
                         engine::ContainerEngine& engine,
                         const std::string& container,
                         Deadline deadline) {
  SiteCopySeen seen;
  seen.in_image = std::string(p.in_image);
  PINKO_TRY_ASSIGN(const auto listing, engine.read(container, seen.in_image, {}, deadline));
  seen.folder_exists = listing.exists && listing.is_directory;
  Entries copies;
  for (const ArchiveEntry& entry : listing.entries) {
    if (entry.kind == FileKind::file || entry.kind == FileKind::link) copies[entry.path] = &entry;
  }
  const SiteSeen& site = source.site;
  const std::string folder = site.actual.empty() ? site.folder : site.actual;
  bool index_there = false;
  for (const SiteFile& file : site.files) {
    CopiedFile copied{.path = file.path, .in_image = false, .equal = false};
    if (const ArchiveEntry* copy = entry_at(copies, seen.in_image, file.path)) {
      const ArchiveEntry& entry = *copy;
      const FileSeen original =
          read_file(source.root, folder + '/' + file.path, kMostImageFileBytes);
      copied.in_image = true;
      copied.equal = entry.cut ? entry.size == file.size : entry.bytes == original.bytes;
      if (file.path == "index.html") index_there = true;
    }
    seen.files.push_back(copied);
  }
  if (!index_there && !site.index.bytes.empty()) {
    PINKO_TRY_ASSIGN(seen.found_instead, find_index(site.index.bytes, engine, container, deadline));
  }
  return seen;
}

std::string_view python_script() {
  return kPythonScript;
}

PythonSeen parse_python(std::string_view answer) {
  PythonSeen seen;
  for (const std::string_view line : split_lines(answer)) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view key = line.substr(0, equals);
    const std::string value(line.substr(equals + 1));
    if (key == "python3") seen.python3 = value;
    if (key == "pip3") seen.pip3 = value;
    if (key == "flask") seen.flask_importable = true;
    if (key == "flask_cors") seen.flask_cors_importable = true;
    if (key == "problem") seen.problem = value;
    if (key == "app") seen.app_files.push_back(value);
    if (key == "package") {
      const std::size_t tab = value.find('\t');
      const std::string installer = tab == std::string::npos ? "" : value.substr(tab + 1);
      seen.flask.push_back({.folder = value.substr(0, tab), .installer = installer});
    }
  }
  if (seen.flask_importable) seen.problem.clear();
  return seen;
}

Result<PythonSeen> see(const InspectPython& /*p*/,
                       engine::ContainerEngine& engine,
                       engine::ContainerSpec spec,
                       Deadline deadline) {
  PINKO_TRY_ASSIGN(const auto config, engine.image(spec.image, deadline));
  spec.network = "none";
  spec.entrypoint = {{"/bin/sh", "-c", std::string(python_script())}};
  spec.command = std::vector<std::string>{};
  constexpr std::size_t kKeep = 64 * 1024;
  PINKO_TRY_ASSIGN(OutputSeen answer, engine.run_once(spec, deadline, kKeep));
  // An account that the image lacks keeps its server from starting, and says nothing of Python.
  if (!answer.start_error.empty()) {
    spec.user = "0";
    PINKO_TRY_ASSIGN(answer, engine.run_once(spec, deadline, kKeep));
  }
  const std::string what = "look for Python in " + spec.image;
  if (answer.timed_out || answer.out_of_memory) {
    const std::string bound = answer.timed_out ? "time" : "memory";
    return fail(ErrorCode::timeout, what + ": it takes more " + bound + " than it may have");
  }
  PythonSeen seen = parse_python(answer.out);
  if (config) seen.working_dir = config->working_dir;
  return seen;
}

Result<OutputSeen> see(const RunOnce& p,
                       engine::ContainerEngine& engine,
                       const engine::ContainerSpec& spec,
                       Deadline deadline) {
  constexpr std::size_t kKeep = 64 * 1024;
  return engine.run_once(spec, deadline.at_most(std::chrono::seconds(p.timeout_s)), kKeep);
}

}  // namespace pinko::probe

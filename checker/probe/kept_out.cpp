#include "checker/probe/kept_out.hpp"

#include "checker/probe/files.hpp"
#include "checker/util/dockerignore.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace pinko::probe {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostRead = 1 << 20;
constexpr std::size_t kMostTexts = 16 << 20;  ///< bytes of all texts that may name others
constexpr std::ptrdiff_t kMostLines = 1000;   ///< of a list that a person writes
constexpr std::array<std::string_view, 7> kTexts{
    ".html", ".css", ".js", ".mjs", ".svg", ".json", ".webmanifest"};

/// A `.dockerignore`, and how the site's folder is called where it stands.
struct IgnoreList {
  std::string text;
  std::string site;  ///< "softy-pinko-front-end/"
};

std::vector<IgnoreList> lists_above(const fs::path& root,
                                    const std::string& task_folder,
                                    const std::string& site_folder) {
  std::vector<IgnoreList> lists;
  const fs::path site(site_folder);
  for (fs::path folder = site.parent_path(); folder.generic_string().starts_with(task_folder);
       folder = folder.parent_path()) {
    for (const char* name : {".dockerignore", "Dockerfile.dockerignore"}) {
      FileSeen list = read_file(root, (folder / name).generic_string(), kMostRead);
      if (list.bytes.empty() || std::ranges::count(list.bytes, '\n') > kMostLines) continue;
      lists.push_back({.text = std::move(list.bytes),
                       .site = site.lexically_relative(folder).generic_string() + '/'});
    }
    if (folder.empty()) break;
  }
  return lists;
}

/// How others would name a file: a page called index.html by its folder as well, all others by
/// their names alone.
std::string name_of(const std::string& path) {
  const fs::path file(path);
  if (file.filename() != "index.html") return file.filename().generic_string();
  return (file.parent_path().filename() / file.filename()).generic_string();
}

bool is_text(const std::string& path) {
  const std::string ending = to_lower(fs::path(path).extension().string());
  return std::ranges::find(kTexts, ending) != kTexts.end();
}

}  // namespace

std::vector<std::string> take_kept_out(const fs::path& root,
                                       const std::string& task_folder,
                                       const std::string& site_folder,
                                       std::vector<SiteFile>& files) {
  const std::vector<IgnoreList> lists = lists_above(root, task_folder, site_folder);
  std::set<std::string> ignored;
  for (const SiteFile& file : files) {
    const bool any = std::ranges::any_of(lists, [&file](const IgnoreList& list) {
      return line_that_ignores(list.text, list.site + file.path).has_value();
    });
    if (any && file.path != "index.html") ignored.insert(file.path);
  }
  if (ignored.empty()) return {};
  std::string texts;
  for (const SiteFile& file : files) {
    if (!is_text(file.path) || ignored.contains(file.path) || texts.size() > kMostTexts) continue;
    texts += read_file(root, site_folder + '/' + file.path, kMostRead).bytes + '\n';
  }
  std::vector<std::string> kept_out;
  std::erase_if(files, [&](const SiteFile& file) {
    if (!ignored.contains(file.path)) return false;
    if (texts.find(name_of(file.path)) != std::string::npos) return false;
    kept_out.push_back(file.path);
    return true;
  });
  return kept_out;
}

}  // namespace pinko::probe

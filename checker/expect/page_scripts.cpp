#include "checker/expect/page_scripts.hpp"

#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::expect {
namespace {

std::string folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash + 1));
}

/// Where a script's name leads, from the site's root, as a page would write it. What is imported
/// counts from the folder of the script that imports it, `src`, all else from the page's, or from
/// its `base`. Empty for other hosts and for imports that are no path.
std::string src_of(std::string_view src,
                   const discovery::ScriptName& script,
                   std::string_view base) {
  const std::string& name = script.text;
  if (!script.imported) return discovery::local_path(name, base);
  const bool from_root = name.starts_with('/');
  if (!from_root && !name.starts_with("./") && !name.starts_with("../")) return {};
  return discovery::local_path(from_root ? name
                                         : folder_of(discovery::local_path(src, base)) + name);
}

/// Adds the scripts that the page's scripts import or load, and those that these do, as scripts of
/// the page: they run with the script that asks for them.
void add_named(PageScripts& read, const Sources& task, const std::string& folder) {
  constexpr std::size_t kMostScripts = 200;
  std::vector<discovery::PageScript>& scripts = read.page.scripts;
  const std::string& base = read.page.base;
  const auto is_known = [&scripts, &base](const std::string& src) {
    return std::ranges::any_of(scripts, [&](const discovery::PageScript& one) {
      return discovery::local_path(one.src, base) == src;
    });
  };
  for (std::size_t i = 0; i < scripts.size() && scripts.size() < kMostScripts; ++i) {
    const discovery::PageScript by = scripts[i];
    if (!by.runs || (!by.src.empty() && !read.texts.contains(by.src))) continue;
    for (const discovery::ScriptName& name :
         discovery::scripts_named_in(by.src.empty() ? by.text : read.texts.at(by.src))) {
      const std::string src = src_of(by.src, name, base);
      const std::string* text = src.empty() ? nullptr : task.find(folder + src);
      if (text == nullptr || is_known(src)) continue;
      const std::string from_root = '/' + src;  // whatever the base is
      read.texts[from_root] = *text;
      scripts.push_back({.src = from_root,
                         .text = {},
                         .type = "module",
                         .deferred = true,
                         .runs = true,
                         .order = by.order,
                         .where = by.where,
                         .text_place = {}});
    }
  }
}

}  // namespace

std::vector<discovery::ScriptCall> PageScripts::calls() const {
  return discovery::find_calls(page, texts, path);
}

PageScripts read_scripts(std::string_view index_bytes,
                         std::string_view index_path,
                         const Sources& task) {
  PageScripts read;
  read.path = index_path;
  read.page = discovery::parse_page(index_bytes, index_path);
  std::string inside(index_path);
  if (inside.starts_with(task.folder + '/')) inside.erase(0, task.folder.size() + 1);
  const std::string folder = folder_of(inside);
  for (const discovery::PageScript& script : read.page.scripts) {
    const std::string local = discovery::local_path(script.src, read.page.base);
    if (local.empty()) continue;
    if (const std::string* text = task.find(folder + local)) read.texts[script.src] = *text;
  }
  add_named(read, task, folder);
  return read;
}

PageScripts read_scripts(const Sources& task) {
  const std::string* text = task.find(kFrontPage);
  if (text == nullptr) return {};
  return read_scripts(*text, task.from_top(kFrontPage), task);
}

AskedUrl parse_url(std::string_view url) {
  AskedUrl asked;
  url = url.substr(0, url.find_first_of("?#"));
  const std::size_t scheme = url.find("//");
  const bool absolute =
      scheme == 0 || (scheme != std::string_view::npos && scheme > 0 && url[scheme - 1] == ':');
  if (!absolute) {
    asked.path = url;
    return asked;
  }
  url.remove_prefix(scheme + 2);
  const std::size_t slash = url.find('/');
  const std::string_view authority = url.substr(0, slash);
  asked.path = slash == std::string_view::npos ? "/" : url.substr(slash);
  const std::size_t colon = authority.rfind(':');
  const bool has_port =
      colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos;
  asked.host = to_lower(has_port ? authority.substr(0, colon) : authority);
  if (has_port) asked.port = authority.substr(colon + 1);
  return asked;
}

bool is_api_path(std::string_view path) {
  if (path.starts_with("./")) path.remove_prefix(2);
  return path == "/api/hello" || path == "api/hello";
}

bool is_this_computer(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]" || host == "0.0.0.0";
}

bool lacks_scheme(const AskedUrl& asked) {
  const std::string path = to_lower(asked.path);
  return asked.host.empty() && path.find("api/hello") != std::string::npos &&
         (path.find("localhost") != std::string::npos ||
          path.find("127.0.0.1") != std::string::npos || path.starts_with("http"));
}

}  // namespace pinko::expect

#pragma once

#include "checker/core/location.hpp"
#include "checker/discovery/source_text.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A page as a browser's parser reads it, before any script ran.
namespace pinko::discovery {

struct PageElement {
  std::string tag;  ///< lower case
  std::string id;
  std::string text;  ///< of all that is in it, white space folded
  int order = 0;     ///< among all elements, in document order
  Location where;    ///< of its start tag
};

struct PageScript {
  std::string src;        ///< as written; empty for an inline script
  std::string text;       ///< of an inline script
  std::string type;       ///< lower case: "", "module", "text/javascript" …
  bool deferred = false;  ///< runs after the page was parsed: defer, async or module
  bool runs = true;       ///< false for data: type="application/json", text/template …
  int order = 0;
  Location where;       ///< of its start tag
  Location text_place;  ///< of the first byte of `text`
};

struct Page {
  TextFacts text;
  std::string base;                   ///< href of its <base>, as written; empty without one
  std::vector<PageElement> with_id;   ///< every element with an id, in document order
  std::vector<PageElement> headings;  ///< h1 … h6
  std::vector<PageScript> scripts;    ///< in document order
  std::vector<Placed> hx_gets;        ///< what elements have htmx ask for: hx-get="/api/hello"
  std::vector<Placed> ids_in_text;    ///< `id="…"` as text: <h1>id="dynamic-content"></h1>
  std::string problem;                ///< why the page was not read to its end; else empty
};

/// Never fails, and takes time in proportion to the size for any bytes.
[[nodiscard]] Page parse_page(std::string_view bytes, std::string_view path = {});

/// The first element with an id, as `document.getElementById` finds it, or null.
[[nodiscard]] const PageElement* find_by_id(const Page& page, std::string_view id);

/// The first `h1#id`, as `document.querySelector` finds it, or null.
[[nodiscard]] const PageElement* find_heading(const Page& page, std::string_view id);

/// The first heading whose text begins so, white space folded and case ignored, or null.
[[nodiscard]] const PageElement* find_heading_text(const Page& page, std::string_view beginning);

/// A request that a script would make.
struct ScriptCall {
  std::string how;  ///< "$.ajax", "$.get", "fetch", "XMLHttpRequest", "axios" …
  std::string url;  ///< empty when it is no plain string
  bool uses_jquery = false;
  Location where;  ///< of the URL, or of the call
};

/// The requests in a script's text, comments left out. `start` is the place of its first byte.
[[nodiscard]] std::vector<ScriptCall> find_calls(std::string_view script, const Location& start);

/// True for a script that asks for something, or names `id`, and has the browser call it later: it
/// may show nothing for a while. Scripts that have to do with neither do not count.
[[nodiscard]] bool waits_by_clock(std::string_view script, std::string_view id);

/// Texts of the site's own scripts, by `src` as the page writes it. A script that is missing here
/// is not looked into.
using ScriptTexts = std::map<std::string, std::string>;

/// Another script that a script names, as it writes it: "./api.js".
struct ScriptName {
  std::string text;
  bool imported =
      false;  ///< by `import` or `import()`; else in a text, for an element or getScript
  bool operator==(const ScriptName&) const = default;
};
[[nodiscard]] std::vector<ScriptName> scripts_named_in(std::string_view script);

/// A relative or absolute `src` that stays on the site, as a path from the site's root:
/// "./assets/app.js?v=2" is "assets/app.js". What is relative counts from the page's `base`. Empty
/// for other hosts.
[[nodiscard]] std::string local_path(std::string_view src, std::string_view base = {});

/// The requests of all scripts of a page, in document order, then those that elements have htmx
/// make ("hx-get") where the page loads it. Places in site-local scripts carry the script's path
/// beside the page's own.
[[nodiscard]] std::vector<ScriptCall> find_calls(const Page& page,
                                                 const ScriptTexts& texts,
                                                 std::string_view page_path);

/// How jQuery stands to the scripts that use it.
struct JQueryUse {
  bool loaded = false;            ///< some script that runs is jQuery, by its name or its text
  bool used = false;              ///< `$(`, `$.` or `jQuery` is used by another script
  bool used_before_load = false;  ///< at the top level of a script that runs earlier
  bool slim = false;              ///< the build without ajax is the one loaded
  bool load_deferred = false;     ///< it runs after the page was parsed, wherever it stands
  Location load;
  Location use;  ///< the first use, or the one that comes too early
  Location tag;  ///< of the script with that use, in the page
};
/// jQuery itself by its file's name: "jquery.min.js", "jquery-3.6.0.slim.js", but no plug-in of it.
[[nodiscard]] bool is_jquery_name(std::string_view src);

[[nodiscard]] JQueryUse jquery_use(const Page& page,
                                   const ScriptTexts& texts,
                                   std::string_view page_path);

}  // namespace pinko::discovery

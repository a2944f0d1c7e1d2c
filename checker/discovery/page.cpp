#include "checker/discovery/page.hpp"

#include "checker/discovery/page_tree.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <gumbo.h>

namespace pinko::discovery {
namespace {

constexpr std::size_t kMostElements = 2000;
constexpr std::size_t kLongestText = 2000;
constexpr std::string_view kSpace = " \t\r\n\f";
constexpr std::string_view kSpaceThatHolds = "\u00a0";  ///< &nbsp;

std::string folded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool blank = kSpace.find(c) != std::string_view::npos;
    if (!blank) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string attribute(const GumboNode& node, const char* name) {
  const GumboAttribute* found = gumbo_get_attribute(&node.v.element.attributes, name);
  return found == nullptr ? "" : found->value;
}

bool has_attribute(const GumboNode& node, const char* name) {
  return gumbo_get_attribute(&node.v.element.attributes, name) != nullptr;
}

bool is_element(const GumboNode& node) {
  return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

bool is_text(const GumboNode& node) {
  return node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE ||
         node.type == GUMBO_NODE_CDATA;
}

std::string tag_of(const GumboNode& node) {
  const GumboElement& element = node.v.element;
  if (element.tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(element.tag);
  GumboStringPiece piece = element.original_tag;
  gumbo_tag_from_original_text(&piece);
  return to_lower({piece.data, piece.length});
}

/// The children of a node in document order; none for leaves.
const GumboVector* children_of(const GumboNode& node) {
  if (is_element(node)) return &node.v.element.children;
  return node.type == GUMBO_NODE_DOCUMENT ? &node.v.document.children : nullptr;
}

void push_children(const GumboNode& node, std::vector<const GumboNode*>& stack) {
  const GumboVector* children = children_of(node);
  for (unsigned i = children == nullptr ? 0 : children->length; i > 0; --i) {
    stack.push_back(static_cast<const GumboNode*>(children->data[i - 1]));
  }
}

const GumboNode* first_child_of(const GumboNode& element) {
  const GumboVector& children = element.v.element.children;
  return children.length == 0 ? nullptr : static_cast<const GumboNode*>(children.data[0]);
}

/// The text below a node, up to a length that is enough to compare and to show.
std::string text_below(const GumboNode& top) {
  std::string text;
  std::vector<const GumboNode*> stack = {&top};
  for (std::size_t steps = 0; !stack.empty() && steps < kLongestText; ++steps) {
    const GumboNode& node = *stack.back();
    stack.pop_back();
    if (is_text(node)) text += node.v.text.text;
    if (is_element(node) && node.v.element.tag == GUMBO_TAG_BR) text += ' ';
    if (text.size() > kLongestText) break;
    push_children(node, stack);
  }
  return folded(replace_all(text.substr(0, kLongestText), kSpaceThatHolds, " "));
}

/// Collects what Page holds from a tree.
class Collector {
 public:
  Collector(std::string_view text, std::string_view path, Page& page)
      : text_(text),
        index_(text, path),
        page_(page) {}

  void collect(const GumboNode& document) {
    std::vector<const GumboNode*> stack = {&document};
    while (!stack.empty()) {
      const GumboNode& node = *stack.back();
      stack.pop_back();
      if (is_element(node)) add_element(node);
      if (is_text(node)) add_text(node);
      push_children(node, stack);
    }
  }

 private:
  [[nodiscard]] Location place_of(const GumboNode& node) const {
    const GumboStringPiece& tag = node.v.element.original_tag;
    const std::size_t begin = node.v.element.start_pos.offset;
    return index_.span(begin, begin + tag.length);
  }

  /// Of the first byte behind the quote, if there is one.
  [[nodiscard]] Location place_of_value(const GumboAttribute& attribute) const {
    const GumboStringPiece& piece = attribute.original_value;
    const bool quoted = piece.length > 0 && (*piece.data == '"' || *piece.data == '\'');
    return index_.at(static_cast<std::size_t>(piece.data - text_.data()) + (quoted ? 1 : 0));
  }

  void add_element(const GumboNode& node) {
    ++order_;
    if (node.v.element.tag == GUMBO_TAG_SCRIPT) add_script(node);
    add_handlers(node);
    add_hx_gets(node);
    if (node.v.element.tag == GUMBO_TAG_BASE && page_.base.empty()) {
      page_.base = trim(attribute(node, "href"));
    }
    PageElement element{.tag = tag_of(node),
                        .id = attribute(node, "id"),
                        .text = {},
                        .order = order_,
                        .where = place_of(node)};
    const bool heading = element.tag.size() == 2 && element.tag[0] == 'h' &&
                         element.tag[1] >= '1' && element.tag[1] <= '6';
    if (!heading && element.id.empty()) return;
    if (page_.with_id.size() == kMostElements || page_.headings.size() == kMostElements) return;
    element.text = text_below(node);
    if (heading) page_.headings.push_back(element);
    if (!element.id.empty()) page_.with_id.push_back(std::move(element));
  }

  void add_script(const GumboNode& node) {
    if (page_.scripts.size() == kMostElements) return;
    PageScript script;
    script.src = trim(attribute(node, "src"));
    script.type = to_lower(trim(attribute(node, "type")));
    const bool external = has_attribute(node, "src");
    script.deferred = script.type == "module" ||
                      (external && (has_attribute(node, "defer") || has_attribute(node, "async")));
    script.runs = script.type.empty() || script.type == "module" ||
                  script.type.find("javascript") != std::string::npos ||
                  script.type.find("ecmascript") != std::string::npos;
    script.order = order_;
    script.where = place_of(node);
    script.text_place = script.where;
    const GumboNode* child = first_child_of(node);
    // Within a drawing (<svg>) a script may hold elements instead.
    if (!external && child != nullptr && is_text(*child)) {
      // The page's own bytes: the parser has made its CRLF LF.
      const GumboStringPiece& piece = child->v.text.original_text;
      script.text.assign(piece.data, piece.length);
      script.text_place = index_.at(static_cast<std::size_t>(piece.data - text_.data()));
    }
    page_.scripts.push_back(std::move(script));
  }

  /// What an element does once it, or the page, has come: `<body onload="hello()">`.
  void add_handlers(const GumboNode& node) {
    for (const char* name : {"onload", "onpageshow", "onerror"}) {
      const GumboAttribute* handler = gumbo_get_attribute(&node.v.element.attributes, name);
      if (handler == nullptr || page_.scripts.size() == kMostElements) continue;
      PageScript script{.src = {},
                        .text = handler->value,
                        .type = {},
                        .deferred = true,
                        .runs = true,
                        .order = order_,
                        .where = place_of(node),
                        .text_place = {}};
      script.text_place = place_of_value(*handler);
      page_.scripts.push_back(std::move(script));
    }
  }

  void add_hx_gets(const GumboNode& node) {
    for (const char* name : {"hx-get", "data-hx-get"}) {
      const GumboAttribute* found = gumbo_get_attribute(&node.v.element.attributes, name);
      const bool names_none = found == nullptr || *found->value == '\0';
      if (names_none || page_.hx_gets.size() == kMostElements) continue;
      page_.hx_gets.push_back({.text = found->value, .where = place_of_value(*found)});
    }
  }

  /// `id="…"` that stands between tags instead of within one.
  void add_text(const GumboNode& node) {
    const GumboNode* parent = node.parent;
    const bool code =
        parent != nullptr && is_element(*parent) &&
        (parent->v.element.tag == GUMBO_TAG_SCRIPT || parent->v.element.tag == GUMBO_TAG_STYLE);
    if (code || node.v.text.original_text.data == nullptr) return;
    const GumboStringPiece& piece = node.v.text.original_text;
    const std::string_view text(piece.data, piece.length);
    const std::size_t base = static_cast<std::size_t>(piece.data - text_.data());
    for (std::size_t at = text.find("id="); at != std::string_view::npos;
         at = text.find("id=", at + 3)) {
      if (at + 3 == text.size() || page_.ids_in_text.size() == kMostElements) return;
      const char quote = text[at + 3];
      if (quote != '"' && quote != '\'') continue;
      const std::size_t end = text.find(quote, at + 4);
      if (end == std::string_view::npos) return;
      page_.ids_in_text.push_back({.text = std::string(text.substr(at + 4, end - at - 4)),
                                   .where = index_.span(base + at, base + end + 1)});
    }
  }

  std::string_view text_;
  LineIndex index_;
  Page& page_;
  int order_ = 0;
};

bool leaves_site(std::string_view url) {
  return url.starts_with("//") || url.find(':') < url.find('/');
}

template <class Holds>
const PageElement* first_of(const std::vector<PageElement>& elements, Holds holds) {
  const auto found = std::find_if(elements.begin(), elements.end(), holds);
  return found == elements.end() ? nullptr : &*found;
}

}  // namespace

Page parse_page(std::string_view bytes, std::string_view path) {
  Page page;
  page.text = facts_of(bytes);
  const std::string decoded = page.text.utf16 ? decode_utf16(bytes) : std::string();
  const std::string_view text = page.text.utf16 ? std::string_view(decoded) : bytes;
  Collector collector(text, path, page);
  page.problem = with_tree(text, [&](const GumboNode& document) { collector.collect(document); });
  return page;
}

const PageElement* find_by_id(const Page& page, std::string_view id) {
  return first_of(page.with_id, [&](const PageElement& e) { return e.id == id; });
}

const PageElement* find_heading(const Page& page, std::string_view id) {
  return first_of(page.with_id, [&](const PageElement& e) { return e.id == id && e.tag == "h1"; });
}

const PageElement* find_heading_text(const Page& page, std::string_view beginning) {
  const std::string wanted = folded(beginning);
  return first_of(page.headings, [&](const PageElement& e) {
    return equal_ignoring_case(std::string_view(e.text).substr(0, wanted.size()), wanted);
  });
}

std::string local_path(std::string_view src, std::string_view base) {
  src = src.substr(0, src.find_first_of("?#"));
  if (leaves_site(src)) return {};
  std::string path(src);
  if (!src.starts_with('/') && !base.empty()) {
    base = base.substr(0, base.find_first_of("?#"));
    if (leaves_site(base)) return {};
    path.insert(0, base.substr(0, base.rfind('/') + 1));
  }
  std::vector<std::string> parts;
  for (const std::string_view part : split(path, '/')) {
    if (part == ".." && !parts.empty()) parts.pop_back();
    if (!part.empty() && part != "." && part != "..") parts.emplace_back(part);
  }
  return join(parts, "/");
}

}  // namespace pinko::discovery

#include "checker/core/comparison.hpp"

#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>

namespace pinko {
namespace {

/// A set of enumerators, one bit each.
class Set {
 public:
  template <class E>
  constexpr Set(std::initializer_list<E> members) {
    for (const E member : members)
      bits_ |= 1U << static_cast<unsigned>(member);
  }
  template <class E>
  [[nodiscard]] constexpr bool has(E member) const {
    return (bits_ >> static_cast<unsigned>(member) & 1U) != 0;
  }

 private:
  unsigned bits_ = 0;
};

using enum AskedFor;
using enum AskedHow;

constexpr Set kAsked{page, file, hello};
constexpr Set kNotThere{no_page, no_route};
constexpr Set kAnything{page, file, hello, no_page, no_route};
/// As a browser asks for what the statement wants.
constexpr Set kAsBrowsersDo{kept, fresh, other_origin};
constexpr Set kOtherwise{head, http_1_0, origin};
constexpr Set kAnyhow{kept, fresh, head, http_1_0, origin, other_origin};

/// What can differ between two answers. A header that no row of the table names is `header`.
namespace aspect {
constexpr std::string_view kAnswer = "answer";
constexpr std::string_view kStatus = "status";
constexpr std::string_view kRefusal = "which refusal";
constexpr std::string_view kBody = "body";
constexpr std::string_view kNewline = "final newline";
constexpr std::string_view kPageType = "type of the page";
constexpr std::string_view kStyleType = "type of a style sheet";
constexpr std::string_view kPictureType = "type of a drawing";
constexpr std::string_view kJsonType = "type of the greeting";
constexpr std::string_view kOtherType = "content-type";
constexpr std::string_view kAllowed = "access-control-allow-origin";
constexpr std::string_view kHeader = "header";
}  // namespace aspect

struct Rule {
  std::string_view what;
  Set asked;
  Set how;
  Weight weight = Weight::free;
  std::string_view why = {};
};

using enum Weight;

/// THE TABLE. The first row that fits decides; rows of one aspect go from the strict to the free.
constexpr Rule kRules[] = {
    // What the statement asks for: status and bytes of the page, of the site's files, of the API.
    {aspect::kAnswer, kAsked, kAsBrowsersDo, failure, "Every request needs an answer."},
    {aspect::kStatus, kAsked, kAsBrowsersDo, failure, "200 says: here is what you asked for."},
    {aspect::kBody, kAsked, kAsBrowsersDo, failure, "Every visitor has to get the same bytes."},
    {aspect::kAllowed,
     {hello},
     {other_origin},
     failure,
     "Without it a browser keeps the answer from the page's script."},

    // Real, and nothing that the statement asks for.
    {aspect::kAnswer, kAsked, kOtherwise, note, "Some programs ask in this way."},
    {aspect::kAnswer, kNotThere, kAnyhow, note, "What is not there needs an answer too: 404."},
    {aspect::kStatus,
     kNotThere,
     kAnyhow,
     note,
     "404 tells browsers, search engines and scripts that there is nothing here."},
    {aspect::kStatus, kAsked, kOtherwise, note, "Some programs ask in this way."},
    {aspect::kBody, kAsked, {http_1_0, origin}, note, "Some programs ask in this way."},
    {aspect::kPageType, {page, file}, kAnyhow, note, "Browsers show as a page what is text/html."},
    {aspect::kStyleType, {file}, kAnyhow, note, "Browsers heed a style sheet that is text/css."},
    {aspect::kPictureType, {file}, kAnyhow, note, "Browsers draw an SVG that is image/svg+xml."},
    {aspect::kJsonType, {hello}, kAnyhow, note, "A script would read it as JSON, which it is not."},

    // As the author likes.
    {aspect::kRefusal, kNotThere, kAnyhow},
    {aspect::kNewline, {hello}, kAnyhow},
    {aspect::kBody, kAsked, {head}},      // it has none
    {aspect::kBody, kNotThere, kAnyhow},  // the words of an error page
    {aspect::kPageType, kAnything, kAnyhow},
    {aspect::kStyleType, kAnything, kAnyhow},
    {aspect::kPictureType, kAnything, kAnyhow},
    {aspect::kJsonType, kAnything, kAnyhow},
    {aspect::kOtherType, kAnything, kAnyhow},
    {aspect::kAllowed, kAnything, kAnyhow},
    {"server", kAnything, kAnyhow},
    {"date", kAnything, kAnyhow},
    {"etag", kAnything, kAnyhow},
    {"last-modified", kAnything, kAnyhow},
    {"accept-ranges", kAnything, kAnyhow},
    {"content-length", kAnything, kAnyhow},
    {"transfer-encoding", kAnything, kAnyhow},
    {"connection", kAnything, kAnyhow},
    {"keep-alive", kAnything, kAnyhow},
    {"vary", kAnything, kAnyhow},
    {"via", kAnything, kAnyhow},
    {"x-served-by", kAnything, kAnyhow},
    {aspect::kHeader, kAnything, kAnyhow},
};

const Rule* rule_for(std::string_view what, const ComparedRequest& request) {
  const auto* found = std::ranges::find_if(kRules, [&](const Rule& rule) {
    return rule.what == what && rule.asked.has(request.what) && rule.how.has(request.how);
  });
  return found == std::end(kRules) ? nullptr : found;
}

std::string_view judge_of(std::string_view what, AskedFor asked) {
  if (what == aspect::kAllowed) return "cors";
  if (asked == page) return "page-served";
  return asked == hello ? "api-hello" : "site-served";
}

std::optional<std::string_view> header(const ComparedAnswer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers) {
    if (key == name) return value;
  }
  return std::nullopt;
}

/// "text/html" of "Text/HTML; charset=utf-8".
std::string media_type(const ComparedAnswer& answer) {
  const std::string_view value = header(answer, "content-type").value_or("");
  return to_lower(trim(value.substr(0, value.find(';'))));
}

/// Which row of the table a difference in type belongs to.
std::string_view type_aspect(const std::string& own, const std::string& reference) {
  if (own == reference) return aspect::kOtherType;
  if (reference == "text/css") return aspect::kStyleType;
  if (reference == "image/svg+xml") return aspect::kPictureType;
  if (own.ends_with("json") && reference == "text/html") return aspect::kJsonType;
  if (reference == "text/html") return aspect::kPageType;
  return aspect::kOtherType;
}

bool differ_by_newline(const ComparedAnswer& own, const ComparedAnswer& reference) {
  return !own.cut && own.body == reference.body + '\n';
}

bool is_refusal(int status) {
  return status >= 400 && status <= 499;
}

class Judge {
 public:
  explicit Judge(const ComparedRequest& request)
      : request_(request) {}

  std::vector<Difference> judge() {
    const ComparedAnswer& own = request_.own;
    const ComparedAnswer& reference = request_.reference;
    const bool there = kAsked.has(request_.what);
    if (reference.status != (there ? 200 : 404)) return {};
    if (own.status == 0) {
      add(aspect::kAnswer, own.problem, in_words(reference));
      return std::move(found_);
    }
    if (own.status != reference.status) {
      const bool refused = !there && is_refusal(own.status);
      add(refused ? aspect::kRefusal : aspect::kStatus,
          std::to_string(own.status),
          std::to_string(reference.status));
    } else {
      compare_bodies();
      compare_headers();
    }
    return std::move(found_);
  }

 private:
  void compare_bodies() {
    if (request_.same_body) return;
    const bool newline =
        request_.what == hello && differ_by_newline(request_.own, request_.reference);
    add(newline ? aspect::kNewline : aspect::kBody,
        in_words(request_.own),
        in_words(request_.reference));
  }

  void compare_headers() {
    for (const auto& [name, value] : request_.reference.headers)
      compare_header(name);
    for (const auto& [name, value] : request_.own.headers) {
      if (!header(request_.reference, name)) compare_header(name);
    }
  }

  void compare_header(std::string_view name) {
    const auto own = header(request_.own, name);
    const auto reference = header(request_.reference, name);
    if (own == reference) return;
    std::string_view what = name;
    if (name == "content-type") {
      what = type_aspect(media_type(request_.own), media_type(request_.reference));
    } else if (name == aspect::kAllowed && own == "*") {
      return;  // everybody: also the one who asked
    } else if (rule_for(name, request_) == nullptr) {
      what = aspect::kHeader;
    }
    add(what, std::string(own.value_or("none")), std::string(reference.value_or("none")));
  }

  void add(std::string_view what, std::string own, std::string reference) {
    const Rule* rule = rule_for(what, request_);
    if (rule == nullptr) return;
    const bool passing = request_.once && rule->weight == failure;
    found_.push_back({.weight = passing ? note : rule->weight,
                      .what = rule->what,
                      .own = std::move(own),
                      .reference = std::move(reference),
                      .why = passing ? "Asked again, it was as it should be." : rule->why,
                      .judged_by = judge_of(rule->what, request_.what)});
  }

  const ComparedRequest& request_;
  std::vector<Difference> found_;
};

std::string_view manner(AskedHow how) {
  switch (how) {
    case kept:
      return ", on a kept connection";
    case http_1_0:
      return ", in HTTP/1.0";
    case origin:
    case other_origin:
      return ", with an Origin header";
    case fresh:
    case head:
      break;
  }
  return "";
}

}  // namespace

std::string_view name_of(Weight weight) {
  static constexpr std::array<std::string_view, 3> kNames{"free", "note", "failure"};
  return kNames.at(static_cast<std::size_t>(weight));
}

std::vector<Difference> differences(const ComparedRequest& request) {
  return Judge(request).judge();
}

Weight weight_of(const ComparedRequest& request) {
  Weight worst = free;
  for (const Difference& one : differences(request))
    worst = std::max(worst, one.weight);
  return worst;
}

std::string in_words(const ComparedRequest& request) {
  const std::string method = request.how == AskedHow::head ? "HEAD " : "GET ";
  return method + request.target + " on port " + std::to_string(request.port) +
         std::string(manner(request.how));
}

std::string in_words(const ComparedAnswer& answer) {
  if (answer.status == 0) return answer.problem.empty() ? "no answer" : answer.problem;
  std::string words = std::to_string(answer.status) + ", " + std::to_string(answer.size) +
                      (answer.size == 1 ? " byte" : " bytes");
  if (const auto type = header(answer, "content-type")) words.append(", ").append(*type);
  return words;
}

std::string as_text(const ComparedAnswer& answer) {
  if (answer.status == 0) return in_words(answer);
  std::string text = "HTTP " + std::to_string(answer.status) + '\n';
  for (const auto& [name, value] : answer.headers)
    text.append(name).append(": ").append(value) += '\n';
  text.append("\n").append(answer.body);
  if (answer.cut) text.append("\n[cut: ").append(std::to_string(answer.size)).append(" bytes]");
  return text;
}

}  // namespace pinko

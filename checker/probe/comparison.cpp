#include "checker/probe/comparison.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace pinko::probe {
namespace {

constexpr std::size_t kMostComparedFiles = 200;
constexpr std::uint64_t kMostComparedFileBytes = 1024 * 1024;
constexpr std::uint64_t kMostComparedBytes = 16 * kMostComparedFileBytes;
constexpr std::size_t kBodyKept = 256;
constexpr std::size_t kHeadersKept = 24;
constexpr std::size_t kHeaderKept = 256;
constexpr int kMostSecondTries = 20;
constexpr std::chrono::milliseconds kAnswerPatience{5000};
constexpr std::string_view kHello = "/api/hello";
constexpr std::string_view kNoRoute = "/api/unknown";
constexpr std::string_view kNoPage = "/no-such-page.html";

/// What one request is: the same for both stacks.
struct Wish {
  AskedFor what = AskedFor::page;
  AskedHow how = AskedHow::fresh;
  std::string target = "/";
};

/// What was answered, whole.
struct Reply {
  HttpSeen seen;
  bool too_slow = false;
};

bool is_api(AskedFor what) {
  return what == AskedFor::hello || what == AskedFor::no_route;
}

/// Where the submission has to be right; what is not there has no answer of its own.
bool must_agree(AskedFor what) {
  return what == AskedFor::page || what == AskedFor::file || what == AskedFor::hello;
}

bool agree(const HttpSeen& own, const HttpSeen& reference) {
  return own.answered && own.status == reference.status && own.body == reference.body;
}

/// How many of the first bytes are kept, so that no character of UTF-8 is cut in two.
std::size_t whole_characters(const std::string& body) {
  if (body.size() <= kBodyKept) return body.size();
  std::size_t size = kBodyKept;
  while (size > 0 && (static_cast<unsigned char>(body[size]) & 0xC0U) == 0x80U)
    --size;
  return size;
}

/// Of a file's answer only what can matter is kept: there may be hundreds.
ComparedAnswer kept(const HttpSeen& seen, AskedFor what) {
  ComparedAnswer answer;
  answer.status = seen.answered ? seen.status : 0;
  answer.problem = seen.problem;
  answer.size = seen.body.size();
  const bool file = what == AskedFor::file;
  if (!file) answer.body = seen.body.substr(0, whole_characters(seen.body));
  answer.cut = answer.body.size() < answer.size;
  for (const auto& [name, value] : seen.headers) {
    if (file && name != "content-type" && name != "content-encoding") continue;
    if (answer.headers.size() == kHeadersKept) break;
    answer.headers.emplace_back(name.substr(0, kHeaderKept), value.substr(0, kHeaderKept));
  }
  return answer;
}

/// One of the two stacks, with its kept connection.
class Stack {
 public:
  Stack(ComparedStack at, HttpClient& client)
      : at_(std::move(at)),
        session_(client.open()) {}

  Reply ask(const Wish& wish, HttpRequest request, Deadline deadline) {
    request.address = at_.address;
    request.port = is_api(wish.what) ? at_.api_port : at_.page_port;
    request.target = wish.target;
    request.timeout = std::min(kAnswerPatience, deadline.left() + std::chrono::milliseconds(1));
    request.fresh_connection = wish.how != AskedHow::kept;
    HttpAnswer answer = sender_.send(*session_, request, deadline);
    return {.seen = std::move(answer.seen), .too_slow = answer.too_slow};
  }

 private:
  ComparedStack at_;
  std::unique_ptr<HttpSession> session_;
  PatientSender sender_;
};

class Comparer {
 public:
  Comparer(const CompareWithReference& p, Stack own, Stack reference, Deadline deadline)
      : p_(p),
        own_(std::move(own)),
        reference_(std::move(reference)),
        deadline_(deadline) {}

  /// False when nothing more should be asked.
  bool ask(const Wish& wish) {
    if (deadline_.passed()) return stop("the rest: the time was over");
    const HttpRequest request = prepared(wish);
    Reply own = own_.ask(wish, request, deadline_);
    const Reply reference = reference_.ask(wish, request, deadline_);
    const bool again =
        must_agree(wish.what) && !own.too_slow && !agree(own.seen, reference.seen) && tries_-- > 0;
    const bool mended = again && agree(own_.ask(wish, request, deadline_).seen, reference.seen);
    if (own.too_slow || reference.too_slow) return stop("the rest: an answer took too long");
    seen_.requests.push_back({.what = wish.what,
                              .how = wish.how,
                              .port = is_api(wish.what) ? p_.api_port : p_.page_port,
                              .target = wish.target,
                              .own = kept(own.seen, wish.what),
                              .reference = kept(reference.seen, wish.what),
                              .same_body = own.seen.body == reference.seen.body,
                              .once = mended});
    return true;
  }

  void ask_for_page(const SiteSeen& site) {
    if (!ask({AskedFor::page, AskedHow::fresh}) || !own_answered()) return;
    ask_for_files(site);
    ask({AskedFor::page, AskedHow::kept});
    ask({AskedFor::page, AskedHow::head});
    ask({AskedFor::page, AskedHow::http_1_0});
    ask({AskedFor::no_page, AskedHow::fresh, std::string(kNoPage)});
  }

  void ask_for_api() {
    const std::string hello(kHello);
    if (!ask({AskedFor::hello, AskedHow::fresh, hello}) || !own_answered()) return;
    ask({AskedFor::no_route, AskedHow::kept, std::string(kNoRoute)});
    ask({AskedFor::hello, AskedHow::kept, hello});
    ask({AskedFor::hello, AskedHow::head, hello});
    ask({AskedFor::hello, AskedHow::http_1_0, hello});
    ask({AskedFor::hello, p_.allowed ? AskedHow::other_origin : AskedHow::origin, hello});
  }

  [[nodiscard]] ComparisonSeen take() { return std::move(seen_); }

 private:
  [[nodiscard]] HttpRequest prepared(const Wish& wish) const {
    HttpRequest request;
    request.named_port = is_api(wish.what) ? p_.api_port : p_.page_port;
    request.body_cap = kMostComparedFileBytes + 1;
    if (wish.how == AskedHow::head) request.method = "HEAD";
    if (wish.how == AskedHow::http_1_0) request.http_1_0 = true;
    if (wish.how == AskedHow::origin || wish.how == AskedHow::other_origin) {
      request.headers.emplace_back("Origin", p_.origin);
    }
    return request;
  }

  void ask_for_files(const SiteSeen& site) {
    std::size_t asked = 0;
    std::uint64_t bytes = 0;
    int left_out = 0;
    for (const SiteFile& file : site.files) {
      const bool fits =
          file.size <= kMostComparedFileBytes && bytes + file.size <= kMostComparedBytes;
      if (!fits || asked == kMostComparedFiles) {
        ++left_out;
        continue;
      }
      if (!ask({AskedFor::file, AskedHow::kept, '/' + encode_path(file.path)})) return;
      ++asked;
      bytes += file.size;
    }
    if (left_out > 0) {
      seen_.left_out = std::to_string(left_out) + (left_out == 1 ? " file" : " files") +
                       " of the site: compared are the first 200, none larger than 1 MiB, "
                       "and 16 MiB in all";
    }
  }

  [[nodiscard]] bool own_answered() const { return seen_.requests.back().own.status != 0; }

  bool stop(std::string why) {
    if (seen_.left_out.empty()) seen_.left_out = std::move(why);
    deadline_ = Deadline::in(std::chrono::milliseconds(0));
    return false;
  }

  const CompareWithReference& p_;
  Stack own_;
  Stack reference_;
  Deadline deadline_;
  int tries_ = kMostSecondTries;
  ComparisonSeen seen_;
};

}  // namespace

ComparisonSeen see(const CompareWithReference& p,
                   const ComparedScene& scene,
                   HttpClient& client,
                   Deadline deadline) {
  const ComparedStack own{
      .address = scene.address, .page_port = p.page_port, .api_port = p.api_port};
  Comparer comparer(p, Stack(own, client), Stack(scene.reference, client), deadline);
  if (p.page_port != 0) comparer.ask_for_page(scene.site);
  comparer.ask_for_api();
  return comparer.take();
}

}  // namespace pinko::probe

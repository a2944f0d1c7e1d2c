#include "checker/probe/site_served.hpp"

#include "checker/probe/files.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::probe {
namespace {

constexpr std::uint64_t kMostSiteFileBytes = 64ULL * 1024 * 1024;
constexpr int kMostFailures = 20;  ///< after so many in a row without an answer nobody is there

/// The site's files, one after the other on one connection.
class Visitor {
 public:
  Visitor(HttpClient& client, Deadline deadline)
      : session_(client.open()),
        deadline_(deadline) {}

  HttpSeen ask(const HttpRequest& request) {
    return sender_.send(*session_, request, deadline_).seen;
  }

 private:
  std::unique_ptr<HttpSession> session_;
  PatientSender sender_;
  Deadline deadline_;
};

ServedFile fetch(Visitor& visitor, HttpRequest& request, const FileSeen& expected) {
  request.body_cap = expected.bytes.size() + 1;
  if (request.body_cap < 4096) request.body_cap = 4096;
  const HttpSeen answer = visitor.ask(request);
  ServedFile served;
  served.status = answer.status;
  served.problem = answer.problem;
  served.expected_size = expected.bytes.size();
  served.size = answer.body.size();
  served.equal = answer.answered && answer.status == 200 && answer.body == expected.bytes;
  return served;
}

bool is_welcome_page(const std::string& body) {
  return body.find("Welcome to nginx") != std::string::npos;
}

/// The rest of the site was not asked for: what is right so far may not be all.
tl::unexpected<Error> too_slow(const SiteServedSeen& seen, const SiteSeen& site) {
  return fail(ErrorCode::timeout,
              "ask for the site's files: " + std::to_string(seen.files.size() - 1) + " of " +
                  std::to_string(site.files.size()) + " came before the deadline");
}

}  // namespace

Result<SiteServedSeen> see(const FetchSite& p,
                           const ServedScene& scene,
                           HttpClient& client,
                           Deadline deadline) {
  SiteServedSeen seen;
  const SiteSeen& site = scene.site;
  const std::string folder = site.actual.empty() ? site.folder : site.actual;
  Visitor visitor(client, deadline);
  HttpRequest request{.address = scene.address, .port = p.port};
  const HttpSeen first = visitor.ask(request);
  seen.first_body = head(first.body, 2048);
  seen.welcome_page = is_welcome_page(first.body);
  seen.files.push_back(fetch(visitor, request, site.index));
  int failures = 0;
  for (const SiteFile& file : site.files) {
    if (deadline.passed() || scene.stop.stop_requested()) {
      if (std::ranges::all_of(seen.files, &ServedFile::equal)) return too_slow(seen, site);
      break;
    }
    request.target = '/' + encode_path(file.path);
    const FileSeen expected = read_file(scene.root, folder + '/' + file.path, kMostSiteFileBytes);
    if (expected.state != FileState::present) continue;
    ServedFile served = fetch(visitor, request, expected);
    served.path = file.path;
    failures = served.problem.empty() ? 0 : failures + 1;
    seen.files.push_back(std::move(served));
    if (failures == kMostFailures) break;
  }
  return seen;
}

}  // namespace pinko::probe

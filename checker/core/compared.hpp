#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// What a comparison with the reference stack sees.
namespace pinko {

/// What a request of a comparison is for.
enum class AskedFor {
  page,
  file,
  hello,
  no_page,   ///< a page that is not there
  no_route,  ///< a path of the API that is not there
};

/// How such a request was sent.
enum class AskedHow {
  kept,  ///< GET on a connection that is used for all of these
  fresh,
  head,
  http_1_0,
  origin,        ///< with an Origin header
  other_origin,  ///< with that of a page that the API has to allow
};

/// An answer as a comparison keeps it.
struct ComparedAnswer {
  int status = 0;                                            ///< 0: none came
  std::string problem;                                       ///< why none came
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case, capped
  std::uint64_t size = 0;                                    ///< of the body
  std::string body;                                          ///< its head
  bool cut = false;                                          ///< the body goes on
};

/// One request to the submission's servers and to the reference's.
struct ComparedRequest {
  AskedFor what = AskedFor::page;
  AskedHow how = AskedHow::fresh;
  std::uint16_t port = 0;
  std::string target;
  ComparedAnswer own;  ///< of the submission's servers
  ComparedAnswer reference;
  bool same_body = false;  ///< judged by all bytes, not by those kept here
  bool once = false;       ///< own differed at first, and was like the reference's when asked again
};

struct ComparisonSeen {
  std::vector<ComparedRequest> requests;
  std::string left_out;  ///< in words, what of the site was not asked for; empty: nothing
};

}  // namespace pinko

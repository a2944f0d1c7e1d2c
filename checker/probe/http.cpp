#include "checker/probe/http.hpp"

#include "checker/util/text.hpp"

#include <curl/curl.h>

#include <cerrno>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace pinko::probe {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestRefusal{2'500};  ///< a limit of one request in a second is shorter
constexpr milliseconds kBetween{100};           ///< two tries

bool is_refused_for_now(const HttpSeen& seen) {
  return seen.answered && is_later(seen.status) &&
         seen.body.find("<center>nginx") != std::string::npos;
}

void initialise_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

/// What a transfer fills in while it runs.
struct Transfer {
  HttpSeen seen;
  std::size_t body_cap = 0;
};

std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* user) {
  HttpSeen& seen = static_cast<Transfer*>(user)->seen;
  const std::string_view line = trim(std::string_view(bytes, size * count));
  const std::size_t colon = line.find(':');
  constexpr std::size_t kMostHeaders = 256;
  if (line.starts_with("HTTP/")) {
    seen.headers.clear();
  } else if (colon != std::string_view::npos && seen.headers.size() < kMostHeaders) {
    seen.headers.emplace_back(to_lower(trim(line.substr(0, colon))), trim(line.substr(colon + 1)));
  }
  return size * count;
}

std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  std::string& body = transfer.seen.body;
  const std::size_t room = transfer.body_cap - body.size();
  body.append(bytes, std::min(room, size * count));
  if (size * count <= room) return size * count;
  transfer.seen.body_truncated = true;
  return 0;
}

std::string words_for(CURLcode code, const HttpRequest& request, long os_error) {
  const std::string where = "port " + std::to_string(request.port);
  switch (code) {
    case CURLE_COULDNT_CONNECT:
      if (os_error == ECONNREFUSED) return "connection refused: nothing listens on " + where;
      return "no connection to " + where;
    case CURLE_GOT_NOTHING:
      return "the connection was closed without an answer";
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return "the connection was reset";
    case CURLE_OPERATION_TIMEDOUT:
      return "no answer within " + std::to_string(request.timeout.count() / 1000) + " s";
    case CURLE_PARTIAL_FILE:
      return "the answer ended before it was whole";
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return "what answers on " + where + " does not speak HTTP";
    default:
      return curl_easy_strerror(code);
  }
}

class CurlSession final : public HttpSession {
 public:
  CurlSession()
      : curl_(curl_easy_init()) {
    if (curl_ == nullptr) throw std::runtime_error("libcurl gave no handle");
  }
  ~CurlSession() override { curl_easy_cleanup(curl_); }
  CurlSession(const CurlSession&) = delete;
  CurlSession& operator=(const CurlSession&) = delete;

  HttpAnswer send(const HttpRequest& request) override {
    Transfer transfer;
    transfer.body_cap = request.body_cap;
    curl_slist* headers = prepare(request, transfer);
    const CURLcode code = curl_easy_perform(curl_);
    curl_slist_free_all(headers);
    return answer(code, request, std::move(transfer));
  }

 private:
  template <class Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(curl_, option, value);
  }

  /// Sets the handle up; the list returned has to live until the transfer is over.
  curl_slist* prepare(const HttpRequest& request, Transfer& transfer) {
    curl_easy_reset(curl_);  // keeps the connection
    const std::uint16_t port = request.named_port == 0 ? request.port : request.named_port;
    const std::string host = port == 80 ? "localhost" : "localhost:" + std::to_string(port);
    const std::string there = request.address + ':' + std::to_string(request.port);
    set(CURLOPT_URL, ("http://" + there + "/").c_str());
    set(CURLOPT_REQUEST_TARGET, request.target.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http");
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TCP_NODELAY, 1L);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
    set(CURLOPT_HEADERFUNCTION, on_header);
    set(CURLOPT_HEADERDATA, &transfer);
    set(CURLOPT_WRITEFUNCTION, on_body);
    set(CURLOPT_WRITEDATA, &transfer);
    if (request.connect_only) set(CURLOPT_CONNECT_ONLY, 1L);
    if (request.fresh_connection) {
      set(CURLOPT_FRESH_CONNECT, 1L);
      set(CURLOPT_FORBID_REUSE, 1L);
    }
    if (request.http_1_0) set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_0));
    if (request.method == "HEAD")
      set(CURLOPT_NOBODY, 1L);
    else if (request.method != "GET")
      set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    // Some servers turn away who does not say what he is, and what calls itself a bot.
    set(CURLOPT_USERAGENT, "Mozilla/5.0 (X11; Linux x86_64; pinko-check)");
    curl_slist* list = curl_slist_append(nullptr, ("Host: " + host).c_str());
    for (const auto& [name, value] : request.headers) {
      const std::string line = std::string(name).append(": ").append(value);
      list = curl_slist_append(list, line.c_str());
    }
    set(CURLOPT_HTTPHEADER, list);
    return list;
  }

  HttpAnswer answer(CURLcode code, const HttpRequest& request, Transfer transfer) {
    long status = 0;
    long connections = 0;
    long os_error = 0;
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl_, CURLINFO_NUM_CONNECTS, &connections);
    curl_easy_getinfo(curl_, CURLINFO_OS_ERRNO, &os_error);
    HttpAnswer answer{.seen = std::move(transfer.seen), .new_connection = connections > 0};
    HttpSeen& seen = answer.seen;
    seen.status = static_cast<int>(status);
    seen.answered = code == CURLE_OK || (code == CURLE_WRITE_ERROR && seen.body_truncated);
    if (!seen.answered) seen.problem = words_for(code, request, os_error);
    answer.too_slow = code == CURLE_OPERATION_TIMEDOUT;
    curl_easy_getinfo(curl_, CURLINFO_STARTTRANSFER_TIME, &answer.first_byte_s);
    curl_easy_getinfo(curl_, CURLINFO_TOTAL_TIME, &answer.whole_s);
    answer.refused = code == CURLE_COULDNT_CONNECT && os_error == ECONNREFUSED;
    return answer;
  }

  CURL* curl_;
};

class CurlClient final : public HttpClient {
 public:
  CurlClient() { initialise_curl(); }
  std::unique_ptr<HttpSession> open() override { return std::make_unique<CurlSession>(); }
};

}  // namespace

std::unique_ptr<HttpClient> make_http_client() {
  return std::make_unique<CurlClient>();
}

HttpAnswer PatientSender::send(HttpSession& session,
                               const HttpRequest& request,
                               Deadline deadline) {
  const Deadline patience = deadline.at_most(patient_ ? kLongestRefusal : milliseconds(0));
  bool connected = false;
  for (;;) {
    HttpAnswer answer = session.send(request);
    connected = connected || answer.new_connection;
    answer.new_connection = connected;
    if (!is_refused_for_now(answer.seen)) return answer;
    if (patience.passed()) {
      patient_ = false;
      return answer;
    }
    std::this_thread::sleep_for(kBetween);
  }
}

HttpSeen see(const HttpGet& p, HttpClient& client, const std::string& address) {
  HttpRequest request{.address = address, .port = p.port, .target = std::string(p.target)};
  if (!p.origin.empty()) request.headers.emplace_back("Origin", p.origin);
  const auto session = client.open();
  return PatientSender().send(*session, request, Deadline::in(kLongestRefusal)).seen;
}

std::string encode_path(std::string_view path) {
  return percent_encoded(path, "-._~!$&'()*+,;=:@/");
}

}  // namespace pinko::probe

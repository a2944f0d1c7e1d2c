#include "checker/engine/engine_api.hpp"

#include "checker/engine/json_access.hpp"
#include "checker/util/defer.hpp"
#include "checker/util/environment.hpp"
#include "checker/util/text.hpp"

#include <curl/curl.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace pinko::engine {
namespace {

constexpr std::size_t kLargestBody = 64ULL << 20;
constexpr int kNewestMinor = 44;  // of API 1.x, as far as our requests were tried

/// What curl's callbacks see of a request in flight.
struct Flight {
  const ApiRequest& request;
  const std::stop_token& stop;
  CURL* handle;
  std::string body;
  bool refused_by_reader = false;
};

std::size_t on_bytes(char* data, std::size_t size, std::size_t count, void* user) {
  Flight& flight = *static_cast<Flight*>(user);
  const std::string_view bytes(data, size * count);
  long status = 0;
  curl_easy_getinfo(flight.handle, CURLINFO_RESPONSE_CODE, &status);
  if (flight.request.on_data && status >= 200 && status < 300) {
    if (flight.request.on_data(bytes)) return bytes.size();
    flight.refused_by_reader = true;
    return 0;
  }
  if (flight.body.size() + bytes.size() > kLargestBody) return 0;
  flight.body.append(bytes);
  return bytes.size();
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const Flight& flight = *static_cast<const Flight*>(user);
  return flight.request.stoppable && flight.stop.stop_requested() ? 1 : 0;
}

/// Points a handle at the endpoint; the URL's host is a dummy for sockets of files.
std::string base_url(CURL* handle, const std::string& endpoint) {
  constexpr std::string_view kUnix = "unix://";
  constexpr std::string_view kTcp = "tcp://";
  if (endpoint.starts_with(kUnix)) {
    const std::string path = endpoint.substr(kUnix.size());
    curl_easy_setopt(handle, CURLOPT_UNIX_SOCKET_PATH, path.c_str());
    return "http://engine";
  }
  const std::string host = endpoint.starts_with(kTcp) ? endpoint.substr(kTcp.size()) : endpoint;
  if (environment_variable("DOCKER_TLS_VERIFY").empty()) return "http://" + host;
  const std::string folder = environment_variable("DOCKER_CERT_PATH");
  curl_easy_setopt(handle, CURLOPT_CAINFO, (folder + "/ca.pem").c_str());
  curl_easy_setopt(handle, CURLOPT_SSLCERT, (folder + "/cert.pem").c_str());
  curl_easy_setopt(handle, CURLOPT_SSLKEY, (folder + "/key.pem").c_str());
  return "https://" + host;
}

/// Why there is no connection, in the system's words: curl's own name a port of a socket's file.
std::string refusal(CURL* handle) {
  long number = 0;
  curl_easy_getinfo(handle, CURLINFO_OS_ERRNO, &number);
  if (number == EACCES) {
    return "this user may not use its socket: join its group (sudo usermod -aG docker USER), then "
           "log in again";
  }
  return number == 0 ? std::string() : std::generic_category().message(static_cast<int>(number));
}

tl::unexpected<Error> failure(const ApiRequest& request,
                              const EngineEndpoint& endpoint,
                              CURLcode code,
                              const std::string& detail) {
  const std::string what =
      "ask the container engine at " + endpoint.url + " for " + request.method + " " + request.path;
  if (code == CURLE_ABORTED_BY_CALLBACK) return fail(ErrorCode::cancelled, what + ": stopped");
  if (code == CURLE_OPERATION_TIMEDOUT) {
    return fail(ErrorCode::timeout, what + ": no answer before the deadline");
  }
  const std::string words = detail.empty() ? curl_easy_strerror(code) : detail;
  return fail(ErrorCode::engine, what + ": " + words);
}

/// The API version to speak: what both sides know.
std::string agreed_prefix(const std::string& offered) {
  const std::size_t dot = offered.find('.');
  int minor = 0;
  if (dot == std::string::npos) return {};
  std::from_chars(offered.data() + dot + 1, offered.data() + offered.size(), minor);
  return minor == 0 ? std::string() : "/v1." + std::to_string(std::min(minor, kNewestMinor));
}

}  // namespace

EngineApi::EngineApi(EngineEndpoint endpoint, std::stop_token stop)
    : endpoint_(std::move(endpoint)),
      stop_(std::move(stop)) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
}

EngineApi::~EngineApi() {
  for (void* handle : idle_)
    curl_easy_cleanup(handle);
  curl_global_cleanup();
}

Result<std::unique_ptr<EngineApi>> EngineApi::connect(const EngineEndpoint& endpoint,
                                                      std::stop_token stop,
                                                      Deadline deadline) {
  std::unique_ptr<EngineApi> api(new EngineApi(endpoint, std::move(stop)));
  PINKO_TRY_ASSIGN(ApiAnswer answer, api->call({.path = "/version", .deadline = deadline}));
  if (!answer.ok()) {
    return fail(ErrorCode::engine,
                "ask the container engine at " + endpoint.url + " (" + endpoint.chosen_by +
                    ") for its version: " + engine_message(answer));
  }
  const nlohmann::json version = parse_json(answer.body);
  api->prefix_ = agreed_prefix(text_at(version, "ApiVersion"));
  if (api->prefix_.empty()) {
    return fail(ErrorCode::engine, "what answers at " + endpoint.url + " is no container engine");
  }
  api->version_ = std::move(answer.body);
  return api;
}

void* EngineApi::take_handle() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return curl_easy_init();
  void* handle = idle_.back();
  idle_.pop_back();
  return handle;
}

void EngineApi::give_back(void* handle) {
  curl_easy_reset(handle);  // options only: the open connection stays
  const std::lock_guard lock(mutex_);
  idle_.push_back(handle);
}

Result<ApiAnswer> EngineApi::call(const ApiRequest& request) {
  const long left = static_cast<long>(request.deadline.left().count());
  if (left <= 0) return failure(request, endpoint_, CURLE_OPERATION_TIMEDOUT, {});
  CURL* handle = static_cast<CURL*>(take_handle());
  if (handle == nullptr) return failure(request, endpoint_, CURLE_OUT_OF_MEMORY, {});
  curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
  headers = curl_slist_append(headers, "Expect:");
  const Defer cleaner{[&] {
    curl_slist_free_all(headers);
    give_back(handle);
  }};

  char detail[CURL_ERROR_SIZE] = {};
  Flight flight{.request = request, .stop = stop_, .handle = handle, .body = {}};
  const std::string url = base_url(handle, endpoint_.url) + prefix_ + request.path;
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, left);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, detail);
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &on_bytes);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &flight);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &on_progress);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &flight);
  if (request.method == "POST" || !request.body.empty()) {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.c_str());
  }

  const CURLcode code = curl_easy_perform(handle);
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  const bool late = code == CURLE_OPERATION_TIMEDOUT && request.on_data && status != 0;
  if (code != CURLE_OK && !flight.refused_by_reader && !late) {
    return failure(
        request, endpoint_, code, code == CURLE_COULDNT_CONNECT ? refusal(handle) : detail);
  }
  return ApiAnswer{
      .status = static_cast<int>(status), .body = std::move(flight.body), .timed_out = late};
}

std::string engine_message(const ApiAnswer& answer) {
  std::string message = text_at(parse_json(answer.body), "message");
  if (!message.empty()) return message;
  return "HTTP " + std::to_string(answer.status) + " " + head(trim(answer.body), 300);
}

std::string url_escaped(std::string_view text) {
  return percent_encoded(text, "-._~/");
}

}  // namespace pinko::engine

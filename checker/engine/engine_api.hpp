#pragma once

#include "checker/core/result.hpp"
#include "checker/engine/docker_engine.hpp"
#include "checker/util/deadline.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::engine {

/// A request to the Engine API.
struct ApiRequest {
  std::string method = "GET";
  std::string path;       ///< with its query: "/containers/json?all=1"
  std::string body = {};  ///< JSON
  Deadline deadline;
  bool stoppable = false;  ///< ends with `cancelled` when a stop is asked for
  /// Takes the body of an answer of 2xx piece by piece; false ends the transfer.
  std::function<bool(std::string_view)> on_data = {};
};

struct ApiAnswer {
  int status = 0;
  std::string body;        ///< capped; empty where on_data took it
  bool timed_out = false;  ///< only with on_data: what came before the deadline was handed out

  [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }
};

/// Speaks HTTP to the engine's socket and keeps connections open between requests.
class EngineApi {
 public:
  /// Asks the engine for its version and settles on one that both sides know.
  [[nodiscard]] static Result<std::unique_ptr<EngineApi>> connect(const EngineEndpoint& endpoint,
                                                                  std::stop_token stop,
                                                                  Deadline deadline);
  ~EngineApi();
  EngineApi(const EngineApi&) = delete;
  EngineApi& operator=(const EngineApi&) = delete;

  /// An answer of any status; an Error when none came.
  [[nodiscard]] Result<ApiAnswer> call(const ApiRequest& request);

  [[nodiscard]] const EngineEndpoint& endpoint() const { return endpoint_; }
  /// What the engine said of its version, as JSON.
  [[nodiscard]] const std::string& version() const { return version_; }
  [[nodiscard]] const std::stop_token& stop() const { return stop_; }

 private:
  EngineApi(EngineEndpoint endpoint, std::stop_token stop);
  void* take_handle();
  void give_back(void* handle);

  EngineEndpoint endpoint_;
  std::stop_token stop_;
  std::string prefix_;  ///< "/v1.41"
  std::string version_;
  std::mutex mutex_;
  std::vector<void*> idle_;  ///< CURL handles, each with its open connection
};

/// The engine's own words in an answer that is not of 2xx.
[[nodiscard]] std::string engine_message(const ApiAnswer& answer);

/// `text` for a path or a query.
[[nodiscard]] std::string url_escaped(std::string_view text);

}  // namespace pinko::engine

#pragma once

#include <string>

namespace pinko::engine {

/// A connection that an engine keeps open for as long as it lives: when it has ended, the engine
/// was stopped, or started anew, and what was seen meanwhile says nothing about anybody.
class EngineWatch {
 public:
  /// Only sockets of files are watched: "unix:///var/run/docker.sock".
  explicit EngineWatch(const std::string& url);
  ~EngineWatch();
  EngineWatch(const EngineWatch&) = delete;
  EngineWatch& operator=(const EngineWatch&) = delete;
  EngineWatch(EngineWatch&&) = delete;
  EngineWatch& operator=(EngineWatch&&) = delete;

  /// True once the engine has gone since this was made; false also where it cannot be watched.
  [[nodiscard]] bool lost();

 private:
  int socket_ = -1;
  bool lost_ = false;
};

}  // namespace pinko::engine

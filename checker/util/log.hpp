#pragma once

#include <string_view>

namespace pinko {

enum class LogLevel { debug, info, warning };

/// Where modules say what a user may want to know while they work. Implementations are safe to call
/// from any thread.
class Log {
 public:
  virtual ~Log() = default;
  virtual void write(LogLevel level, std::string_view line) = 0;

  void debug(std::string_view line) { write(LogLevel::debug, line); }
  void info(std::string_view line) { write(LogLevel::info, line); }
  void warning(std::string_view line) { write(LogLevel::warning, line); }

 protected:
  Log() = default;
  Log(const Log&) = default;
  Log& operator=(const Log&) = default;
};

}  // namespace pinko

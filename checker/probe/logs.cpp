#include "checker/probe/logs.hpp"

#include "checker/util/text.hpp"

namespace pinko::probe {

Result<std::string> log_tail(engine::ContainerEngine& engine,
                             const std::string& container,
                             Deadline deadline) {
  constexpr std::size_t kMostBytes = 8 * 1024;
  PINKO_TRY_ASSIGN(const auto lines,
                   engine.logs(container, {.since_ns = 0, .keep = kMostBytes}, deadline));
  std::string text;
  for (const engine::LogLine& line : lines)
    text += line.text + '\n';
  return tail(text, kMostBytes);
}

}  // namespace pinko::probe

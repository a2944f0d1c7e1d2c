// A Compose file as Compose v1 is given it: what comes out is read like any other.

#include "checker/discovery/compose_file.hpp"
#include "checker/engine/compose_v1.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto adapted = pinko::engine::for_compose_v1(text, "/no-such-folder");
  if (!adapted) return 0;
  (void)pinko::discovery::parse_compose(*adapted);
  (void)pinko::engine::for_compose_v1(*adapted, "/no-such-folder");
  return 0;
}

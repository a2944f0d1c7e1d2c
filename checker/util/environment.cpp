#include "checker/util/environment.hpp"

#include <cstdlib>

namespace pinko {

std::string environment_variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets any then
  return value == nullptr ? std::string() : std::string(value);
}

}  // namespace pinko

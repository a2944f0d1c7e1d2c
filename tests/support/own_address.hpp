#pragma once

#include "checker/engine/run_identity.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace pinko::test {

/// A loopback address that no other process uses, as a run of the checker has one: tests run beside
/// each other and beside other builds' tests, with the same ports. The same number gives the same
/// address until the process ends. For one thread.
inline std::string own_address(std::size_t number = 0) {
  static std::vector<engine::RunAddress> claimed;
  while (claimed.size() <= number) {
    auto address = engine::RunAddress::claim();
    if (!address) throw std::runtime_error(address.error().message);
    claimed.push_back(*std::move(address));
  }
  return claimed[number].text();
}

}  // namespace pinko::test

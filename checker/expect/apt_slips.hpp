#pragma once

#include "checker/core/check.hpp"
#include "checker/discovery/dockerfile.hpp"
#include "checker/expect/steps.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pinko::expect {

/// A call of apt-get that a task asks for.
struct AptDemand {
  std::string verb;
  bool must_assume_yes = false;

  [[nodiscard]] std::string line() const {
    return "RUN apt-get " + verb + (must_assume_yes ? " -y" : "");
  }
};

/// The call was meant and written with a slip; nothing where no line comes near it.
[[nodiscard]] std::optional<Finding> apt_slip(const discovery::Dockerfile& file,
                                              const std::vector<Step>& steps,
                                              const AptDemand& demand);

}  // namespace pinko::expect

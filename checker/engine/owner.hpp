#pragma once

#include "checker/engine/container_values.hpp"

#include <cstdint>
#include <string>

/// Who made an object of the engine or started a process, so that nobody removes what is in use.
/// One engine may serve checkers in several containers and on several machines.
namespace pinko::engine {

/// Variable of every child process of a run, with the owner as its value.
inline constexpr const char* kOwnerVariable = "PINKO_OWNED_BY";

/// Where a process number means something.
struct Place {
  std::string boot = {};       ///< of the kernel; where it does not tell, nothing can be judged
  std::string processes = {};  ///< the pid namespace
  std::string machine =
      {};                   ///< stays over a restart; empty in containers, or where nobody can tell
  std::int64_t booted = 0;  ///< when the kernel started, in seconds of Unix time
};

[[nodiscard]] const Place& this_place();

/// `<pid>:<start time>@<boot>.<pid namespace>[.<machine>]` of a process of this place.
[[nodiscard]] std::string owner_of(int pid);
[[nodiscard]] std::string owner_of_this_process();

enum class OwnerState {
  alive,
  ended,      ///< also one that was not yet collected by its parent
  restarted,  ///< of this machine, before it started anew
  elsewhere,  ///< in another container, on another machine: cannot be judged from here
};

[[nodiscard]] OwnerState state_of(const std::string& owner, const Place& here = this_place());

/// An engine, as far as it matters for what may be removed from it.
struct Judging {
  Place here = this_place();
  bool own_socket = false;  ///< it is reached by a socket of this machine
  std::int64_t now = 0;     ///< Unix time, in seconds
};

/// True when nobody uses an object with these labels any more: its owner has ended, or it is older
/// than any run may last, or it was made before this machine, with the engine on it, was restarted.
[[nodiscard]] bool is_left_over(const Labels& labels, const Judging& judging);

}  // namespace pinko::engine

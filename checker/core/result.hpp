#pragma once

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace pinko {

/// Why the checker could not look. Every code but `usage` and `refused` means that nothing is said
/// about the student.
enum class ErrorCode {
  usage,     ///< the command line or the folder given is wrong: exit code 2
  refused,   ///< the submission asks for something dangerous; nothing of it was run
  engine,    ///< the container engine is absent, down, forbidden or gave an answer that makes no
             ///< sense
  registry,  ///< an image registry did not answer, or limited the rate
  package_mirror,  ///< a package mirror or the Python index did not answer
  disk_full,       ///< no room or no inodes left on the host
  host_memory,     ///< the host, not the container, ran out of memory
  port_owner,      ///< a port or an address pool is taken by somebody else
  browser,         ///< no browser, or it died
  timeout,         ///< our own deadline ended a phase that says nothing about the student
  cancelled,       ///< the user pressed Ctrl-C
  internal,        ///< our own fault
};

/// The name of a code as reports print it, such as "package_mirror".
[[nodiscard]] std::string_view name_of(ErrorCode code);

/// The checker could not look. A bad thing seen is an observation, never an Error.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;  ///< what was attempted, on what, what happened; lower case, no full stop
  int retried = 0;      ///< how often it was tried again before giving up
};

template <class T>
using Result = tl::expected<T, Error>;

using Status = Result<void>;

/// `return fail(ErrorCode::engine, "ask the engine for its version: connection refused")`.
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{.code = code, .message = std::move(message), .retried = 0});
}

/// `return fail(result.error())`, passing on what a callee could not do.
[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace pinko

#define PINKO_CONCAT_INNER(a, b) a##b
#define PINKO_CONCAT(a, b) PINKO_CONCAT_INNER(a, b)

/// `PINKO_TRY_ASSIGN(const Image image, build(context));` declares image, or returns build's error.
#define PINKO_TRY_ASSIGN(declaration, ...) \
  PINKO_TRY_ASSIGN_INNER(PINKO_CONCAT(result_, __LINE__), declaration, __VA_ARGS__)
#define PINKO_TRY_ASSIGN_INNER(result, declaration, ...)                         \
  auto result = __VA_ARGS__;                                                     \
  if (!result) return tl::unexpected<::pinko::Error>(std::move(result).error()); \
  declaration = std::move(*result)

/// `PINKO_TRY(remove(image));` returns the error of a step that has no value.
#define PINKO_TRY(...)                                                \
  if (auto result = __VA_ARGS__; !result) {                           \
    return tl::unexpected<::pinko::Error>(std::move(result).error()); \
  }

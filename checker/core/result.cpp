#include "checker/core/result.hpp"

namespace pinko {

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
      return "usage";
    case ErrorCode::refused:
      return "refused";
    case ErrorCode::engine:
      return "engine";
    case ErrorCode::registry:
      return "registry";
    case ErrorCode::package_mirror:
      return "package_mirror";
    case ErrorCode::disk_full:
      return "disk_full";
    case ErrorCode::host_memory:
      return "host_memory";
    case ErrorCode::port_owner:
      return "port_owner";
    case ErrorCode::browser:
      return "browser";
    case ErrorCode::timeout:
      return "timeout";
    case ErrorCode::cancelled:
      return "cancelled";
    case ErrorCode::internal:
      return "internal";
  }
  return "internal";
}

}  // namespace pinko

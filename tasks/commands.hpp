#pragma once

#include <string_view>

/// Commands of several tasks' tables, to paste in the task's folder.
namespace pinko::tasks {

/// Names each file of the site that a server of this machine does not answer with as it is.
inline constexpr std::string_view kCompareSiteOn9000 =
    "(cd front-end/softy-pinko-front-end && find . -type f | while read -r f; "
    "do curl -s \"http://localhost:9000/${f// /%20}\" | cmp -s - \"$f\" || "
    "echo \"not as it is there: $f\"; done)";
/// The same behind the proxy.
inline constexpr std::string_view kCompareSiteOn80 =
    "(cd front-end/softy-pinko-front-end && find . -type f | while read -r f; "
    "do curl -s \"http://localhost/${f// /%20}\" | cmp -s - \"$f\" || "
    "echo \"not as it is there: $f\"; done)";

}  // namespace pinko::tasks

#pragma once

#include <string_view>

namespace pinko::browser {

/// True for the names of the student's own machine: localhost and what ends with .localhost,
/// 127.0.0.0/8, 0.0.0.0, ::1 (with or without brackets). A stack that publishes its ports answers
/// on all of them.
[[nodiscard]] bool is_own_host(std::string_view host);

/// The host of an address such as "http://localhost:9000/x": "localhost"; empty when there is none.
[[nodiscard]] std::string_view host_of(std::string_view url);

}  // namespace pinko::browser

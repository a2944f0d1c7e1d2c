#pragma once

#include <string>
#include <string_view>

namespace reference::net {

/// "Not Found" for 404; "Unknown" for those that no server here sends.
std::string_view reason_phrase(int status);

/// The body of an answer that is the server's own: "404 Not Found: there is no such file\n".
std::string plain_text(int status, std::string_view reason);

}  // namespace reference::net

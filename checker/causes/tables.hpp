#pragma once

#include "checker/core/cause.hpp"

#include <span>

/// The causes that are not other programs' messages, by what they are about.
namespace pinko::causes {

// Lines that are right for everybody, and that several causes ask for.
inline constexpr char kServerCommand[] = "CMD [\"python3\", \"api.py\"]";
inline constexpr char kNginxCommand[] = "CMD [\"nginx\", \"-g\", \"daemon off;\"]";
inline constexpr char kCopyConf[] =
    "COPY ./softy-pinko-front-end.conf /etc/nginx/conf.d/default.conf";
inline constexpr char kCopyProxyConf[] = "COPY ./proxy.conf /etc/nginx/conf.d/default.conf";

[[nodiscard]] std::span<const Cause> causes_of_texts();
[[nodiscard]] std::span<const Cause> causes_of_files();
[[nodiscard]] std::span<const Cause> causes_of_images();
[[nodiscard]] std::span<const Cause> causes_of_back_ends();
[[nodiscard]] std::span<const Cause> causes_of_nginx();
[[nodiscard]] std::span<const Cause> causes_of_pages();
[[nodiscard]] std::span<const Cause> causes_of_stacks();
[[nodiscard]] std::span<const Cause> causes_of_scaling();

}  // namespace pinko::causes

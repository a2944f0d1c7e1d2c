#pragma once

#include <string>
#include <string_view>

namespace pinko {

/// `docker build`, the engine and BuildKit take a file `dockerfile` where the `Dockerfile` that
/// they look for is not there; no other spelling, and no other name. True when `found` is taken
/// for `asked`; the folders of both have to be spelled alike.
[[nodiscard]] bool is_taken_for_dockerfile(std::string_view asked, std::string_view found);

/// The file that a build reads when it is told to read `named`: the one beside it in small letters
/// where that is taken, else `named`, there or not.
[[nodiscard]] std::string dockerfile_on_disk(const std::string& named);

}  // namespace pinko

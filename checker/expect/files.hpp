#pragma once

#include "checker/core/check.hpp"

/// What is demanded of files, before anything runs.
namespace pinko::expect {

/// The file is in the repository under exactly the name asked for.
[[nodiscard]] Finding is_there(const FileSeen& seen);

/// The Dockerfile asked for is there, and so is api.py beside it.
[[nodiscard]] Finding has_back_end_files(const FileSeen& dockerfile, const Sources& task);

/// The last byte is a newline.
[[nodiscard]] Finding ends_with_newline(const FileSeen& seen);

/// One Compose command that starts two servers of the service `back-end`.
[[nodiscard]] Finding starts_two_servers(const FileSeen& seen);

/// The site's files are where they belong, and git has them.
[[nodiscard]] Finding is_in_git(const SiteSeen& seen);
/// The same, where the untouched template will do in its place: nothing of it is edited yet.
[[nodiscard]] Finding is_in_git_or_template(const SiteSeen& seen);

/// What keeps a file from being read, as a student should hear it; empty when it is present.
[[nodiscard]] std::string state_in_words(const FileSeen& seen);

}  // namespace pinko::expect

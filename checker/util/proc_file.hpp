#pragma once

#include <optional>
#include <string>

namespace pinko {

/// All that a file of /proc says at this moment; nothing where it cannot be read, also when its
/// process ends meanwhile. Streams of the standard library throw then.
[[nodiscard]] std::optional<std::string> read_proc(const std::string& path);

/// The same for a table that the kernel writes line by line (seq_file), such as /proc/PID/net/tcp.
/// A block well short of a page is its last: asking for more would make the kernel look through the
/// whole machine's connections once again, to find nothing. No line may be longer than 512 bytes.
[[nodiscard]] std::optional<std::string> read_proc_table(const std::string& path);

}  // namespace pinko

// What comes out of a container as a stream: its files as an archive, its log in frames, what its
// build printed; and what a Dockerfile may not ask for.

#include "checker/engine/blame.hpp"
#include "checker/engine/dockerfile_refusals.hpp"
#include "checker/engine/log_stream.hpp"
#include "checker/engine/tar_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace pinko;
using namespace pinko::engine;

void demand(bool holds) {
  if (!holds) std::abort();
}

void read_archive(std::string_view bytes, std::size_t step) {
  const ArchiveCap cap{.entries = 100, .bytes_per_file = 4096, .bytes = 65536};
  TarReader reader(cap);
  while (!bytes.empty() && reader.feed(bytes.substr(0, step)))
    bytes.remove_prefix(std::min(step, bytes.size()));
  std::size_t sum = 0;
  const auto entries = reader.take();
  demand(entries.size() <= cap.entries);
  for (const ArchiveEntry& entry : entries) {
    demand(entry.bytes.size() <= cap.bytes_per_file);
    sum += entry.bytes.size();
  }
  demand(sum <= cap.bytes);
}

/// However the stream is cut into pieces, the same comes out of it.
std::string read_frames(std::string_view bytes, std::size_t step) {
  std::string all;
  FrameReader reader([&](bool, std::string_view piece) { all += piece; });
  for (; !bytes.empty(); bytes.remove_prefix(std::min(step, bytes.size())))
    reader.feed(bytes.substr(0, step));
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_archive(bytes, 512);
  read_archive(bytes, 7);
  demand(read_frames(bytes, 4096) == read_frames(bytes, 3));
  (void)stamped_lines(bytes, false);
  (void)blame({.output = bytes, .exit_code = 1});
  const Status refused = refuse_dockerfile(bytes, "Dockerfile");
  if (!refused) demand(refused.error().code == ErrorCode::refused);
  return 0;
}

#include "checker/discovery/page_tree.hpp"

#include <algorithm>
#include <csetjmp>
#include <cstddef>
#include <gumbo.h>
#include <memory>
#include <new>
#include <vector>

namespace pinko::discovery {
namespace {

constexpr std::size_t kMostPageBytes = 1024 * 1024;
constexpr std::size_t kMostTags = 10'000;
constexpr std::size_t kArenaBytes = 192 * 1024 * 1024;
constexpr std::size_t kChunkBytes = 1024 * 1024;
/// A list of this many bytes holds thousands of attributes, children or open elements; the parser
/// searches such lists from end to end for every tag.
constexpr std::size_t kLongestList = 16 * 1024;

/// Memory for one tree, freed at once: no walk down a deep tree, and an end to what a page may ask
/// for. A request beyond it leaves the parser by a long jump: only frames of C lie between.
struct Arena {
  std::vector<std::unique_ptr<char[]>> chunks;
  std::size_t used = kChunkBytes;
  std::size_t total = 0;
  std::jmp_buf out;
};

/// Lists grow by doubling from a power of two or from ten entries, texts from five bytes.
bool is_list(std::size_t size) {
  while (size % 2 == 0) {
    size /= 2;
  }
  return size == 1;
}

void* allocate(void* data, std::size_t size) {
  Arena& arena = *static_cast<Arena*>(data);
  const std::size_t rounded = (size + 15) / 16 * 16;
  arena.total += rounded;
  if (arena.total > kArenaBytes || (size > kLongestList && is_list(size))) {
    std::longjmp(arena.out, 1);
  }
  const std::size_t chunk = std::max(rounded, kChunkBytes);
  if (chunk > kChunkBytes) {
    arena.chunks.insert(arena.chunks.begin(), std::make_unique<char[]>(chunk));
    return arena.chunks.front().get();
  }
  if (arena.used + rounded > kChunkBytes) {
    arena.chunks.push_back(std::make_unique<char[]>(kChunkBytes));
    arena.used = 0;
  }
  void* place = arena.chunks.back().get() + arena.used;
  arena.used += rounded;
  return place;
}

void release(void* /*data*/, void* /*place*/) {}

/// The text up to a size and a number of tags that no page of the exercise comes near.
std::string_view bounded(std::string_view text) {
  text = text.substr(0, kMostPageBytes);
  std::size_t tags = 0;
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    if (++tags > kMostTags) return text.substr(0, at);
  }
  return text;
}

const GumboOutput* parse(Arena& arena, std::string_view text) {
  if (setjmp(arena.out) != 0) return nullptr;
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = allocate;
  options.deallocator = release;
  options.userdata = &arena;
  options.max_errors = 0;
  return gumbo_parse_with_options(&options, text.data(), text.size());
}

}  // namespace

std::string with_tree(std::string_view text,
                      const std::function<void(const GumboInternalNode&)>& use) {
  const std::string_view read = bounded(text);
  Arena arena;
  const GumboOutput* output = parse(arena, read);
  if (output == nullptr) return "the page is too intricate to be read";
  use(*output->document);
  return read.size() == text.size() ? ""
                                    : "the page is longer than any of the exercise: the rest "
                                      "was not read";
}

}  // namespace pinko::discovery

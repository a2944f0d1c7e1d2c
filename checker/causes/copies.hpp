#pragma once

#include "checker/causes/graph_parts.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace pinko::causes {

/// A COPY of the final image, with its place among the pieces.
struct Copy {
  const discovery::Instruction* instruction = nullptr;
  discovery::CopyStep step;
  std::size_t piece = 0;
};

/// The COPY and ADD of a part's image that take files of the build context.
[[nodiscard]] std::vector<Copy> copies_of(Drawing& drawing, const Part& part);

/// True when some RUN of the image says one of these words: then it may move files about.
[[nodiscard]] bool runs_with(const Part& part, std::initializer_list<std::string_view> words);

/// Where COPY puts a file, or the inside of a folder, absolute and normal.
[[nodiscard]] std::string target_of(const Part& part,
                                    const discovery::CopyStep& step,
                                    const std::string& source,
                                    bool file);

/// A path of the image that counts from the working directory, absolute and normal.
[[nodiscard]] std::string in_working_dir(const Part& part, const std::string& path);

/// The last part of a path.
[[nodiscard]] std::string name_of(std::string_view path);

/// True for `.`: the whole build context.
[[nodiscard]] bool takes_all(const std::string& source);

}  // namespace pinko::causes

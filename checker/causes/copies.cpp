#include "checker/causes/copies.hpp"

#include <filesystem>

namespace pinko::causes {

std::string name_of(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/'))
    path.remove_suffix(1);
  return std::string(path.substr(path.rfind('/') + 1));
}

std::vector<Copy> copies_of(Drawing& drawing, const Part& part) {
  std::vector<Copy> found;
  for (const discovery::Instruction* instruction :
       discovery::final_instructions(*part.dockerfile)) {
    if (instruction->keyword != "COPY" && instruction->keyword != "ADD") continue;
    discovery::CopyStep step = discovery::copy_step(*instruction);
    if (!step.from.empty() || step.sources.empty() || !instruction->heredocs.empty()) continue;
    const std::size_t piece =
        drawing.piece(PieceKind::copy, part.role, instruction->arguments, instruction->where);
    found.push_back({.instruction = instruction, .step = std::move(step), .piece = piece});
  }
  return found;
}

bool runs_with(const Part& part, std::initializer_list<std::string_view> words) {
  for (const discovery::Instruction* instruction :
       discovery::final_instructions(*part.dockerfile)) {
    if (instruction->keyword != "RUN") continue;
    for (const std::string_view word : words) {
      if (instruction->raw.find(word) != std::string::npos) return true;
    }
  }
  return false;
}

std::string target_of(const Part& part,
                      const discovery::CopyStep& step,
                      const std::string& source,
                      bool file) {
  std::filesystem::path target(step.destination);
  const bool folder = step.destination.ends_with('/') || step.destination.ends_with("/.") ||
                      step.destination == "." || step.sources.size() > 1;
  if (target.is_relative()) target = discovery::working_dir(*part.dockerfile) / target;
  if (file && folder) target /= name_of(source);
  std::string text = target.lexically_normal().generic_string();
  while (text.size() > 1 && text.ends_with('/'))
    text.pop_back();
  return text;
}

std::string in_working_dir(const Part& part, const std::string& path) {
  const std::filesystem::path folder(discovery::working_dir(*part.dockerfile));
  return (folder / path).lexically_normal().generic_string();
}

bool takes_all(const std::string& source) {
  return source == "." || source == "./" || source == "/";
}

}  // namespace pinko::causes

#include "checker/discovery/compose_file.hpp"
#include "checker/discovery/dockerfile_parse.hpp"
#include "checker/discovery/shell_words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>

namespace pinko::discovery {
namespace {

using Values = std::map<std::string, std::string>;

constexpr std::size_t kMostVariables = 500;
constexpr std::size_t kLongestValue = 4096;  ///< of a folder

/// Words by quoting, or by blanks where a quote is not closed.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  if (const auto split_up = split_words(text)) {
    for (const Word& word : *split_up) {
      words.push_back(word.text);
    }
    return words;
  }
  for (const std::string_view part : split(text, ' ')) {
    if (!trim(part).empty()) words.emplace_back(trim(part));
  }
  return words;
}

std::string strip_quotes(std::string text) {
  const bool both = text.size() > 1 && text.front() == text.back();
  if (both && (text.front() == '"' || text.front() == '\'')) return text.substr(1, text.size() - 2);
  return text;
}

/// ARG NAME[=default] …; a name without a default is empty when nobody gives it.
void take_args(const Instruction& instruction, char escape, Values& values) {
  for (const std::string& word : words_of(instruction.arguments)) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    if (values.size() == kMostVariables) return;
    if (equals != std::string::npos) {
      values[name] = substitute(word.substr(equals + 1), values, escape);
    } else {
      values.try_emplace(name);
    }
  }
}

/// ENV NAME=value … or the old ENV NAME value. One ENV sees none of its own values.
std::vector<std::pair<std::string, std::string>> read_env(const Instruction& instruction,
                                                          char escape,
                                                          const Values& values) {
  const std::string_view text = instruction.arguments;
  const std::size_t blank = text.find_first_of(" \t");
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || (blank != std::string_view::npos && blank < equals)) {
    if (blank == std::string_view::npos) return {};
    const std::string value = strip_quotes(std::string(trim(text.substr(blank))));
    return {{std::string(text.substr(0, blank)), substitute(value, values, escape)}};
  }
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string& word : words_of(text)) {
    const std::size_t at = word.find('=');
    if (at == std::string::npos || pairs.size() == kMostVariables) continue;
    pairs.emplace_back(word.substr(0, at), substitute(word.substr(at + 1), values, escape));
  }
  return pairs;
}

template <class Pairs>
void put(const Pairs& pairs, Values& values) {
  for (const auto& [name, value] : pairs) {
    values[name] = value;
  }
}

/// Calls `visit` for each instruction of the final image with the variables that hold there, and
/// gives the image's environment. ENV hides an ARG of the same name.
template <class Visit>
Values walk_final(const Dockerfile& file, Visit visit) {
  Values env;
  Values values;
  for (const Instruction* instruction : final_instructions(file)) {
    visit(*instruction, values);
    if (instruction->keyword == "FROM") values = env;
    if (instruction->keyword == "ARG" && values.size() < kMostVariables) {
      take_args(*instruction, file.escape, values);
      put(env, values);
    }
    if (instruction->keyword == "ENV" && values.size() < kMostVariables) {
      put(read_env(*instruction, file.escape, values), env);
      put(env, values);
    }
  }
  return env;
}

/// What a FROM begins, after the stages that stand before it.
Stage read_stage(const Dockerfile& file, const Instruction& from, const Values& globals) {
  const std::vector<std::string> words = words_of(from.arguments);
  Stage stage{.where = from.place_of(0)};
  if (words.empty()) return stage;
  stage.base = substitute(words[0], globals, file.escape);
  stage.where.end_column = stage.where.column + static_cast<int>(words[0].size());
  if (words.size() == 3 && equal_ignoring_case(words[1], "as")) stage.name = to_lower(words[2]);
  if (stage.base.empty()) return stage;
  const std::string wanted = to_lower(stage.base);
  for (std::size_t i = 0; i < file.stages.size(); ++i) {
    if (file.stages[i].name == wanted) stage.parent = static_cast<int>(i);
  }
  return stage;
}

}  // namespace

void read_stages(Dockerfile& file) {
  Values globals;
  for (Instruction& instruction : file.instructions) {
    if (instruction.keyword == "ARG" && file.stages.empty()) {
      take_args(instruction, file.escape, globals);
    }
    if (instruction.keyword == "FROM")
      file.stages.push_back(read_stage(file, instruction, globals));
    instruction.stage = static_cast<int>(file.stages.size()) - 1;
  }
}

std::string final_base(const Dockerfile& file) {
  if (file.stages.empty()) return {};
  const Stage* stage = &file.stages.back();
  while (stage->parent >= 0) {
    stage = &file.stages[static_cast<std::size_t>(stage->parent)];
  }
  return stage->base;
}

Location final_base_place(const Dockerfile& file) {
  if (file.stages.empty()) {
    if (file.instructions.empty()) return Location{.path = {}, .line = 1, .column = 1};
    return file.instructions.front().where;
  }
  const Stage* stage = &file.stages.back();
  while (stage->parent >= 0) {
    stage = &file.stages[static_cast<std::size_t>(stage->parent)];
  }
  return stage->where;
}

std::vector<const Instruction*> final_instructions(const Dockerfile& file) {
  std::vector<int> chain;
  for (int at = static_cast<int>(file.stages.size()) - 1; at >= 0;
       at = file.stages[static_cast<std::size_t>(at)].parent) {
    chain.insert(chain.begin(), at);
  }
  std::vector<const Instruction*> found;
  for (const int stage : chain) {
    for (const Instruction& instruction : file.instructions) {
      if (instruction.stage == stage) found.push_back(&instruction);
    }
  }
  return found;
}

void visit_final(const Dockerfile& file,
                 const std::function<void(const Instruction&, const Values&)>& visit) {
  walk_final(file, visit);
}

const Instruction* last_of(const Dockerfile& file, std::string_view keyword) {
  const Instruction* found = nullptr;
  for (const Instruction* instruction : final_instructions(file)) {
    if (instruction->keyword == keyword) found = instruction;
  }
  return found;
}

CopyStep copy_step(const Instruction& instruction) {
  CopyStep step{.is_add = instruction.keyword == "ADD"};
  for (const std::string& flag : instruction.flags) {
    if (flag.starts_with("--from=")) step.from = flag.substr(7);
    if (flag.starts_with("--chown=")) step.chown = flag.substr(8);
  }
  step.sources = instruction.exec_form ? instruction.exec : words_of(instruction.arguments);
  for (std::string& source : step.sources) {
    const std::vector<HeredocStart> starts = heredoc_starts(source);
    if (starts.size() == 1) source = starts.front().name;
  }
  if (step.sources.empty()) return step;
  step.destination = step.sources.back();
  step.sources.pop_back();
  return step;
}

std::string working_dir(const Dockerfile& file) {
  std::string folder = "/";
  walk_final(file, [&](const Instruction& instruction, const Values& values) {
    if (instruction.keyword != "WORKDIR" || folder.size() > kLongestValue) return;
    const std::string to = strip_quotes(substitute(instruction.arguments, values, file.escape));
    std::string path = to.starts_with('/') ? to : folder + '/' + to;
    std::vector<std::string> parts;
    for (const std::string_view part : split(path, '/')) {
      if (part == ".." && !parts.empty()) parts.pop_back();
      if (!part.empty() && part != "." && part != "..") parts.emplace_back(part);
    }
    folder = '/' + join(parts, "/");
  });
  return folder;
}

std::vector<std::uint16_t> exposed_ports(const Dockerfile& file) {
  std::vector<std::uint16_t> ports;
  walk_final(file, [&](const Instruction& instruction, const Values& values) {
    if (instruction.keyword != "EXPOSE") return;
    for (const std::string& word : words_of(substitute(instruction.arguments, values))) {
      const PortMapping port = parse_port(word).value_or(PortMapping{});
      const bool one = port.container_first == port.container_last;
      if (one && port.container_first != 0) ports.push_back(port.container_first);
    }
  });
  return ports;
}

const Instruction* expose_without_port(const Dockerfile& file) {
  const Instruction* found = nullptr;
  walk_final(file, [&](const Instruction& instruction, const Values& values) {
    if (found != nullptr || instruction.keyword != "EXPOSE") return;
    const auto words = words_of(substitute(instruction.arguments, values));
    const bool all = std::ranges::all_of(
        words, [](const std::string& word) { return parse_port(word).has_value(); });
    if (words.empty() || !all) found = &instruction;
  });
  return found;
}

std::map<std::string, std::string> environment(const Dockerfile& file) {
  return walk_final(file, [](const Instruction&, const Values&) {});
}

}  // namespace pinko::discovery

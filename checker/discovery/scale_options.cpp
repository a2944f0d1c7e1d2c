#include "checker/discovery/scale_options.hpp"

#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <iterator>

namespace pinko::discovery {

/// One option of Compose; `behind_up` ones belong to `up`, the others stand before it.
struct ScaleOptions::Option {
  std::string_view name;
  bool behind_up;
  bool takes_value;
  enum class Effect {
    none,
    file,
    project,
    folder,
    env,
    profile,
    scale,
    detach,
    build,
    no_deps,
    stop
  };
  Effect effect = Effect::none;
};

// Of docker-compose 1.29 and Compose v2.
const ScaleOptions::Option ScaleOptions::kOptions[] = {
    {"-f", false, true, Option::Effect::file},
    {"--file", false, true, Option::Effect::file},
    {"-p", false, true, Option::Effect::project},
    {"--project-name", false, true, Option::Effect::project},
    {"--project-directory", false, true, Option::Effect::folder},
    {"--env-file", false, true, Option::Effect::env},
    {"--profile", false, true, Option::Effect::profile},
    {"--ansi", false, true},
    {"--progress", false, true},
    {"--parallel", false, true},
    {"--log-level", false, true},
    {"-c", false, true},
    {"--context", false, true},
    {"-H", false, true},
    {"--host", false, true},
    {"--verbose", false, false},
    {"--compatibility", false, false},
    {"--all-resources", false, false},
    {"--no-ansi", false, false},
    {"--dry-run", false, false, Option::Effect::stop},
    {"--dry-run", true, false, Option::Effect::stop},
    {"--scale", true, true, Option::Effect::scale},
    {"-d", true, false, Option::Effect::detach},
    {"--detach", true, false, Option::Effect::detach},
    {"--build", true, false, Option::Effect::build},
    {"--no-deps", true, false, Option::Effect::no_deps},
    {"--no-start", true, false, Option::Effect::stop},
    {"-t", true, true},
    {"--timeout", true, true},
    {"--exit-code-from", true, true},
    {"--attach", true, true},
    {"--no-attach", true, true},
    {"--pull", true, true},
    {"--wait-timeout", true, true},
    {"--no-build", true, false},
    {"--force-recreate", true, false},
    {"--always-recreate-deps", true, false},
    {"--no-recreate", true, false},
    {"--remove-orphans", true, false},
    {"--renew-anon-volumes", true, false},
    {"-V", true, false},
    {"--abort-on-container-exit", true, false},
    {"--abort-on-container-failure", true, false},
    {"--attach-dependencies", true, false},
    {"--no-color", true, false},
    {"--no-log-prefix", true, false},
    {"--quiet-build", true, false},
    {"--quiet-pull", true, false},
    {"--timestamps", true, false},
    {"--wait", true, false},
    {"--watch", true, false},
    {"-w", true, false},
    {"--menu", true, false},
    {"--yes", true, false},
    {"-y", true, false},
};

const ScaleOptions::Option* ScaleOptions::find(std::string_view name) const {
  const auto found = std::find_if(std::begin(kOptions), std::end(kOptions), [&](const Option& o) {
    return o.name == name && o.behind_up == seen_up_;
  });
  return found == std::end(kOptions) ? nullptr : found;
}

void ScaleOptions::problem(ScaleFault fault, const Word& word, std::string message) {
  command_.problems.push_back(
      {.fault = fault, .message = std::move(message), .where = place_of_(word)});
}

void ScaleOptions::unknown(const Word& word) {
  std::string message = seen_up_ ? "up" : "docker-compose";
  message += " has no option " + in_quotes(word.text);
  const std::string_view name = std::string_view(word.text).substr(0, word.text.find('='));
  if (name == "--scale") {
    message = "--scale is an option of up: write it behind up";
  } else if (name.ends_with("scale") || edit_distance(name, "--scale", 2) <= 2) {
    message += "; it is written --scale, with two hyphens";
  }
  problem(ScaleFault::unknown_option, word, std::move(message));
}

void ScaleOptions::add_scale(const std::string& value, const Word& word) {
  const std::size_t equals = value.find('=');
  command_.scales.push_back({.service = value.substr(0, equals),
                             .number = equals == std::string::npos ? "" : value.substr(equals + 1),
                             .where = place_of_(word)});
}

void ScaleOptions::apply(const Option& option, const std::string& value, const Word& word) {
  switch (option.effect) {
    case Option::Effect::none:
      break;
    case Option::Effect::file:
      command_.files.push_back(value);
      break;
    case Option::Effect::project:
      command_.project = value;
      break;
    case Option::Effect::folder:
      command_.project_directory = value;
      break;
    case Option::Effect::env:
      command_.env_files.push_back(value);
      break;
    case Option::Effect::profile:
      command_.profiles.push_back(value);
      break;
    case Option::Effect::scale:
      add_scale(value, word);
      break;
    case Option::Effect::detach:
      command_.detached = true;
      break;
    case Option::Effect::build:
      command_.build = true;
      break;
    case Option::Effect::no_deps:
      command_.no_deps = true;
      break;
    case Option::Effect::stop:
      problem(ScaleFault::no_up, word, std::string(option.name) + " starts no container");
      break;
  }
}

void ScaleOptions::read_long(const std::vector<Word>& words, std::size_t& at) {
  const Word& word = words[at];
  const std::size_t equals = word.text.find('=');
  const std::string name = word.text.substr(0, equals);
  const Option* option = find(name);
  if (option == nullptr) {
    unknown(word);
    // Its value is no service's name.
    const bool scale = name == "--scale" && equals == std::string::npos;
    if (scale && at + 1 < words.size()) ++at;
    return;
  }
  if (!option->takes_value) {
    apply(*option, "", word);
  } else if (equals != std::string::npos) {
    apply(*option, word.text.substr(equals + 1), word);
  } else if (at + 1 < words.size()) {
    ++at;
    apply(*option, words[at].text, words[at]);
  } else {
    problem(ScaleFault::missing_value, word, name + " needs a value behind it");
  }
}

void ScaleOptions::read_short(const std::vector<Word>& words, std::size_t& at) {
  const Word& word = words[at];
  for (std::size_t i = 1; i < word.text.size(); ++i) {
    const std::string name = std::string("-") + word.text[i];
    const Option* option = find(name);
    if (option == nullptr) {
      unknown(word);
      return;
    }
    if (!option->takes_value) {
      apply(*option, "", word);
      continue;
    }
    std::string value = word.text.substr(i + 1);
    if (value.starts_with('=')) value.erase(0, 1);
    if (value.empty() && at + 1 < words.size()) value = words[++at].text;
    if (value.empty()) problem(ScaleFault::missing_value, word, name + " needs a value behind it");
    apply(*option, value, word);
    return;
  }
}

void ScaleOptions::read_subcommand(const Word& word) {
  if (word.text == "up") {
    seen_up_ = true;
    return;
  }
  other_command_ = true;
  problem(ScaleFault::no_up,
          word,
          "the command is " + in_quotes(word.text) +
              ", not up: it does not bring the whole "
              "stack up with its replicas");
}

void ScaleOptions::read(const std::vector<Word>& words, std::size_t first) {
  for (std::size_t at = first; at < words.size() && !other_command_; ++at) {
    const std::string& text = words[at].text;
    if (text == "--") continue;
    if (text.starts_with("--")) {
      read_long(words, at);
    } else if (text.starts_with('-') && text.size() > 1) {
      read_short(words, at);
    } else if (text.starts_with("\xE2\x80\x93") || text.starts_with("\xE2\x80\x94")) {
      problem(ScaleFault::unknown_option,
              words[at],
              "a long dash stands where two hyphens belong: write --scale");
    } else if (!seen_up_) {
      read_subcommand(words[at]);
    } else {
      command_.services.push_back(text);
    }
  }
  if (seen_up_ || other_command_ || !command_.problems.empty()) return;
  problem(ScaleFault::no_up, words.back(), "there is no up in it");
}

}  // namespace pinko::discovery

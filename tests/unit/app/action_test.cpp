#include "checker/app/command_line.hpp"
#include "checker/util/text.hpp"
#include "tests/support/catch.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <yaml-cpp/yaml.h>

using namespace pinko;
using namespace pinko::app;

namespace {

std::filesystem::path repository() {
  const char* top = std::getenv("PINKO_SOURCE_DIR");
  REQUIRE(top != nullptr);
  return top;
}

std::string text_of(const std::string& path) {
  std::ifstream file(repository() / path);
  REQUIRE(file);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

YAML::Node action() {
  return YAML::Load(text_of("action.yml"));
}

std::set<std::string> keys_of(const YAML::Node& map) {
  std::set<std::string> keys;
  for (const auto& entry : map)
    keys.insert(entry.first.as<std::string>());
  return keys;
}

std::set<std::string> matches(const std::string& text, const std::string& pattern) {
  std::set<std::string> found;
  const std::regex expression(pattern);
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at)
    found.insert((*at)[1].str());
  return found;
}

/// The blocks of ```yaml in a page.
std::vector<std::string> yaml_blocks(const std::string& page) {
  std::vector<std::string> blocks;
  bool inside = false;
  for (const std::string_view line : split_lines(page)) {
    if (line == "```yaml") {
      blocks.emplace_back();
      inside = true;
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      blocks.back() += std::string(line) + '\n';
    }
  }
  return blocks;
}

/// Every step of a workflow, or of a list of steps, that uses this action.
std::vector<YAML::Node> uses_of_ours(const YAML::Node& workflow) {
  std::vector<YAML::Node> found;
  std::vector<YAML::Node> lists;
  if (workflow.IsSequence()) lists.push_back(workflow);
  if (workflow.IsMap() && workflow["jobs"]) {
    for (const auto& job : workflow["jobs"])
      lists.push_back(job.second["steps"]);
  }
  for (const YAML::Node& list : lists) {
    for (const auto& step : list) {
      if (step["uses"] && step["uses"].as<std::string>().starts_with("OWNER/pinko-check@"))
        found.push_back(step);
    }
  }
  return found;
}

}  // namespace

TEST_CASE("the action is a composite one, and each of its scripts says its shell") {
  const YAML::Node runs = action()["runs"];
  CHECK(runs["using"].as<std::string>() == "composite");
  REQUIRE(runs["steps"].size() > 2);
  for (const auto& step : runs["steps"]) {
    CHECK(static_cast<bool>(step["run"]) != static_cast<bool>(step["uses"]));
    if (step["run"]) CHECK(step["shell"].as<std::string>() == "bash");
  }
}

TEST_CASE("no expression is part of a script") {
  for (const auto& step : action()["runs"]["steps"]) {
    if (!step["run"]) continue;
    const auto script = step["run"].as<std::string>();
    INFO(script);
    CHECK(script.find("${{") == std::string::npos);
    CHECK(script.starts_with("\"$GITHUB_ACTION_PATH/checker/setup/action.sh\" "));
  }
}

TEST_CASE("every input is handed on, and every variable handed on is read") {
  const std::string text = text_of("action.yml");
  CHECK(matches(text, R"(inputs\.([a-z-]+))") == keys_of(action()["inputs"]));
  std::set<std::string> given;
  for (const auto& step : action()["runs"]["steps"]) {
    if (step["run"]) given.merge(keys_of(step["env"]));
  }
  CHECK(given == matches(text_of("checker/setup/action.sh"), R"(\$\{?(PINKO_[A-Z_]+))"));
}

TEST_CASE("every output comes from a step that writes it") {
  const std::set<std::string> written =
      matches(text_of("checker/setup/action.sh"), R"(\boutput ([a-z-]+) )");
  for (const auto& output : action()["outputs"]) {
    const auto value = output.second["value"].as<std::string>();
    const std::set<std::string> named = matches(value, R"(steps\.grade\.outputs\.([a-z-]+))");
    REQUIRE(named.size() == 1);
    CHECK(written.contains(*named.begin()));
  }
}

TEST_CASE("every option that the action uses is one that the program has, and every format too") {
  const std::string script = text_of("checker/setup/action.sh");
  const CommandTable table = command_table();
  std::set<std::string> known;
  for (const OptionRow& row : table.grade.rows())
    known.insert(row.spellings().back());
  const std::set<std::string> used = matches(script, R"((?:[("]|\()(--[a-z][a-z-]+)\b)");
  CHECK(used.size() >= 4);
  for (const std::string& option : used) {
    INFO(option);
    CHECK(known.contains(option));
  }
  std::set<std::string> formats;
  const ValueWords words = value_words();
  for (const ValueWord& word : words.at("FMT[:FILE]"))
    formats.insert(word.word);
  const std::set<std::string> written = matches(script, R"(--format="([a-z0-9]+):)");
  CHECK(written.size() == 5);
  for (const std::string& format : written) {
    INFO(format);
    CHECK(formats.contains(format));
  }
}

TEST_CASE("the examples for users are valid, and use what there is") {
  const std::set<std::string> inputs = keys_of(action()["inputs"]);
  std::size_t ours = 0;
  for (const char* page : {"README.md", "reports/ci.md"}) {
    for (const std::string& block : yaml_blocks(text_of(page))) {
      INFO(block);
      const YAML::Node workflow = YAML::Load(block);
      for (const YAML::Node& step : uses_of_ours(workflow)) {
        ++ours;
        for (const std::string& input : keys_of(step["with"]))
          CHECK(inputs.contains(input));
      }
      const std::size_t command = block.find("pinko-check all ");
      if (command == std::string::npos) continue;
      const std::string help = help_text(command_table(), "", 80);
      const std::string words = block.substr(command, block.find("artifacts:") - command);
      for (const std::string& option : matches(words, R"((--[a-z][a-z-]+))")) {
        INFO(option);
        CHECK(help.find("\n  " + option + ' ') != std::string::npos);
      }
    }
  }
  CHECK(ours >= 3);
}

TEST_CASE("the page on continuous integration has every input and output") {
  const std::string page = text_of("reports/ci.md");
  for (const std::string& input : keys_of(action()["inputs"]))
    CHECK(page.find("| `" + input + "` |") != std::string::npos);
  for (const std::string& output : keys_of(action()["outputs"]))
    CHECK(page.find('`' + output + '`') != std::string::npos);
}

TEST_CASE("README.md has every command, option and format") {
  const std::string readme = text_of("README.md");
  const CommandTable table = command_table();
  for (const CommandRow& command : table.commands) {
    INFO(command.name);
    CHECK(readme.find("pinko-check " + command.name) != std::string::npos);
  }
  for (const OptionRow& row : table.grade.rows()) {
    if (row.names == "-h,--help" || row.names == "--version") continue;
    INFO(row.names);
    CHECK(readme.find('`' + row.spellings().front()) != std::string::npos);
  }
  const ValueWords words = value_words();
  for (const ValueWord& word : words.at("FMT[:FILE]"))
    CHECK(readme.find('`' + word.word + '`') != std::string::npos);
}

TEST_CASE("the pictures in README.md are there, and small") {
  constexpr std::uintmax_t kLargest = 150'000;
  const std::set<std::string> pictures = matches(text_of("README.md"), R"(!\[[^\]]+\]\(([^)]+)\))");
  CHECK(pictures.size() == 2);
  for (const std::string& picture : pictures) {
    INFO(picture);
    CHECK(text_of(picture).starts_with("\x89PNG"));
    CHECK(std::filesystem::file_size(repository() / picture) < kLargest);
  }
}

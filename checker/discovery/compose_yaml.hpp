#pragma once

#include "checker/discovery/compose_file.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <yaml-cpp/yaml.h>

/// YAML nodes with places and without exceptions. For compose_file alone.
namespace pinko::discovery {

/// What reading a Compose file needs at hand.
class YamlReader {
 public:
  YamlReader(std::string_view path,
             const std::map<std::string, std::string>& variables,
             ComposeFile& file)
      : path_(path),
        variables_(variables),
        file_(file) {}

  [[nodiscard]] Location place_of(const YAML::Node& node) const;
  /// A scalar with its variables put in; "" for anything else.
  [[nodiscard]] std::string text(const YAML::Node& node) const;
  [[nodiscard]] Placed placed(const YAML::Node& node) const;
  /// Words of a list, or keys of a mapping, or one scalar.
  [[nodiscard]] std::vector<Placed> names(const YAML::Node& node);
  /// NAME=value entries of a list, or a mapping.
  [[nodiscard]] std::map<std::string, std::string> pairs(const YAML::Node& node);

  /// Calls `visit` for each key of a mapping, `<<` put in: own keys win over merged ones.
  using Visit = std::function<void(const YAML::Node& key, const YAML::Node& value)>;
  void each(const YAML::Node& map, const Visit& visit);

  void problem(const Location& where, std::string message);

 private:
  using Found = std::vector<std::pair<YAML::Node, YAML::Node>>;
  void collect(const YAML::Node& map,
               int depth,
               std::map<std::string, std::size_t>& seen,
               Found& found);

  std::string path_;
  const std::map<std::string, std::string>& variables_;
  ComposeFile& file_;
  int steps_ = 0;
};

}  // namespace pinko::discovery

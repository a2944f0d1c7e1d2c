#pragma once

#include "checker/discovery/scale_command.hpp"
#include "checker/discovery/shell_words.hpp"

#include <functional>
#include <vector>

namespace pinko::discovery {

/// Reads the words behind `docker-compose` into a command: global options, `up`, its options, names
/// of services. For scale_command alone.
class ScaleOptions {
 public:
  using PlaceOf = std::function<Location(const Word&)>;
  ScaleOptions(ScaleCommand& command, PlaceOf place_of)
      : command_(command),
        place_of_(std::move(place_of)) {}

  void read(const std::vector<Word>& words, std::size_t first);

 private:
  struct Option;
  void read_long(const std::vector<Word>& words, std::size_t& at);
  void read_short(const std::vector<Word>& words, std::size_t& at);
  void read_subcommand(const Word& word);
  void apply(const Option& option, const std::string& value, const Word& word);
  void add_scale(const std::string& value, const Word& word);
  void unknown(const Word& word);
  void problem(ScaleFault fault, const Word& word, std::string message);
  [[nodiscard]] const Option* find(std::string_view name) const;

  static const Option kOptions[];
  ScaleCommand& command_;
  PlaceOf place_of_;
  bool seen_up_ = false;
  bool other_command_ = false;
};

}  // namespace pinko::discovery

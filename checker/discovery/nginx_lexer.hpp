#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pinko::discovery {

struct NginxToken {
  enum class Kind { word, semicolon, open, close };
  Kind kind = Kind::word;
  std::string text;
  bool quoted = false;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Cuts a configuration into words and `;`, `{`, `}` as nginx does. For nginx_conf alone.
class NginxLexer {
 public:
  explicit NginxLexer(std::string_view text);

  /// False at the end. `open_quote` is set when the text ended within a quote.
  bool next(NginxToken& token, bool& open_quote);

 private:
  void skip();
  bool read_quoted(NginxToken& token);
  void read_plain(NginxToken& token);

  std::string_view text_;
  std::size_t at_;
};

}  // namespace pinko::discovery

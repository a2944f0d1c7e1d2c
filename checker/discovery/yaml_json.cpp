#include "checker/discovery/yaml_json.hpp"

#include <charconv>
#include <cmath>
#include <yaml-cpp/yaml.h>

namespace pinko::discovery {
namespace {

constexpr int kMostNodes = 100'000;
constexpr std::size_t kMostJsonBytes = 32 * 1024 * 1024;
constexpr int kDeepestValue = 200;

/// Writes nodes as JSON text; gives up on a document that unfolds without end.
class Writer {
 public:
  [[nodiscard]] bool write(const YAML::Node& node, int depth) {
    if (++nodes_ > kMostNodes || text_.size() > kMostJsonBytes || depth > kDeepestValue)
      return false;
    switch (node.Type()) {
      case YAML::NodeType::Undefined:
      case YAML::NodeType::Null:
        text_ += "null";
        return true;
      case YAML::NodeType::Scalar:
        write_scalar(node);
        return true;
      case YAML::NodeType::Sequence:
        return write_sequence(node, depth);
      case YAML::NodeType::Map:
        return write_map(node, depth);
    }
    return false;
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void write_text(std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    text_ += '"';
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        text_ += {'\\', c};
      } else if (byte < 0x20) {
        text_ += {'\\', 'u', '0', '0', kHex[byte >> 4U], kHex[byte & 15U]};
      } else {
        text_ += c;
      }
    }
    text_ += '"';
  }

  void write_scalar(const YAML::Node& node) {
    const std::string& text = node.Scalar();
    const bool plain = node.Tag() == "?";
    if (plain && (text == "true" || text == "false" || is_number(text))) {
      text_ += text;
    } else {
      write_text(text);
    }
  }

  /// True for what JSON calls a number too: no leading zeros, signs or points that it lacks.
  static bool is_number(std::string_view text) {
    std::string_view digits = text;
    if (digits.starts_with('-')) digits.remove_prefix(1);
    if (digits.empty() || digits.front() < '0' || digits.front() > '9') return false;
    if (digits.size() > 1 && digits.front() == '0' && digits[1] != '.') return false;
    if (digits.back() == '.' || digits.find_first_not_of("0123456789.") != std::string_view::npos) {
      return false;
    }
    double value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() &&
           std::isfinite(value);
  }

  bool write_sequence(const YAML::Node& node, int depth) {
    text_ += '[';
    bool first = true;
    for (const YAML::Node& item : node) {
      if (!first) text_ += ',';
      first = false;
      if (!write(item, depth + 1)) return false;
    }
    text_ += ']';
    return true;
  }

  bool write_map(const YAML::Node& node, int depth) {
    text_ += '{';
    bool first = true;
    for (const auto& entry : node) {
      if (!first) text_ += ',';
      first = false;
      write_text(entry.first.IsScalar() ? entry.first.Scalar() : std::string());
      text_ += ':';
      if (!write(entry.second, depth + 1)) return false;
    }
    text_ += '}';
    return true;
  }

  std::string text_;
  int nodes_ = 0;
};

}  // namespace

std::optional<std::string> yaml_as_json(std::string_view yaml) {
  try {
    Writer writer;
    if (!writer.write(YAML::Load(std::string(yaml)), 0)) return std::nullopt;
    return writer.take();
  } catch (const YAML::Exception&) {
    return std::nullopt;
  }
}

bool yaml_unfolds_far(std::string_view yaml) {
  try {
    return !Writer().write(YAML::Load(std::string(yaml)), 0);
  } catch (const YAML::Exception&) {
    return false;
  }
}

}  // namespace pinko::discovery

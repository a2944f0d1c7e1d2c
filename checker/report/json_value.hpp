#pragma once

#include "checker/util/base64.hpp"
#include "checker/util/text.hpp"

#include <nlohmann/json.hpp>

#include <concepts>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

/// Help for reading JSON that somebody else may have written: every complaint says where.
namespace pinko::report {

/// A value of a JSON text is not what it has to be. Never leaves this module.
class ShapeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A text as JSON: a string, or `{"base64": "…"}` where it is not UTF-8.
[[nodiscard]] inline nlohmann::ordered_json json_of_bytes(const std::string& text) {
  if (is_utf8(text)) return text;
  nlohmann::ordered_json object;
  object["base64"] = to_base64(text);
  return object;
}

/// A document of ours as a text; what is not UTF-8 in spite of all is replaced.
[[nodiscard]] inline std::string dumped(const nlohmann::ordered_json& document) {
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

/// "it is not JSON at line 3, column 7" for an error at a byte counted from 1, or that the text
/// ends too early.
[[nodiscard]] std::string parse_problem(std::size_t byte, std::string_view text);

/// A value in a JSON document, and the way to it. Its functions throw ShapeError.
class Cursor {
 public:
  using Json = nlohmann::ordered_json;

  explicit Cursor(const Json& root)
      : value_(root) {}

  [[noreturn]] void reject(const std::string& problem) const;
  void must_be_object() const {
    if (!value_.is_object()) reject("must be an object");
  }

  [[nodiscard]] bool boolean() const;
  [[nodiscard]] double number() const;
  [[nodiscard]] std::string bytes() const;
  [[nodiscard]] std::size_t one_of(std::span<const std::string_view> names) const;

  template <std::integral T>
  [[nodiscard]] T integer() const {
    if (value_.is_number_unsigned()) {
      const auto number = value_.get<std::uint64_t>();
      if (std::in_range<T>(number)) return static_cast<T>(number);
    } else if (value_.is_number_integer()) {
      const auto number = value_.get<std::int64_t>();
      if (std::in_range<T>(number)) return static_cast<T>(number);
    }
    reject("must be a whole number in range");
  }

  /// Calls `visit` with a cursor on the member of that name, where there is one.
  template <class Visit>
  void with_member(const std::string& name, Visit visit) const {
    const auto found = value_.find(name);
    if (found != value_.end()) visit(Cursor(*found, this, name));
  }

  template <class Visit>
  void for_each_item(Visit visit) const {
    if (!value_.is_array()) reject("must be an array");
    std::size_t index = 0;
    for (const Json& item : value_)
      visit(Cursor(item, this, std::to_string(index++)));
  }

  template <class Visit>
  void for_each_member(Visit visit) const {
    must_be_object();
    for (const auto& [name, item] : value_.items())
      visit(name, Cursor(item, this, name));
  }

 private:
  Cursor(const Json& value, const Cursor* parent, std::string name)
      : value_(value),
        parent_(parent),
        name_(std::move(name)) {}

  [[nodiscard]] std::string pointer() const;

  const Json& value_;
  const Cursor* parent_ = nullptr;
  std::string name_;
};

}  // namespace pinko::report

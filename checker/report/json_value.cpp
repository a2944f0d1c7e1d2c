#include "checker/report/json_value.hpp"

#include <algorithm>

namespace pinko::report {

std::string parse_problem(std::size_t byte, std::string_view text) {
  if (trim(text).empty()) return "it is empty";
  if (byte > text.size()) return "it ends too early: the file is not complete";
  const std::string_view before = text.substr(0, byte == 0 ? 0 : byte - 1);
  const auto line = std::ranges::count(before, '\n') + 1;
  const std::size_t start = before.rfind('\n');
  const std::size_t column = before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1;
  return "it is not JSON at line " + std::to_string(line) + ", column " + std::to_string(column);
}

void Cursor::reject(const std::string& problem) const {
  const std::string where = pointer();
  throw ShapeError((where.empty() ? "the document" : where) + ' ' + problem);
}

std::string Cursor::pointer() const {
  if (parent_ == nullptr) return {};
  std::string name = replace_all(replace_all(name_, "~", "~0"), "/", "~1");
  return parent_->pointer() + '/' + printable(name);
}

bool Cursor::boolean() const {
  if (!value_.is_boolean()) reject("must be true or false");
  return value_.get<bool>();
}

double Cursor::number() const {
  if (!value_.is_number()) reject("must be a number");
  return value_.get<double>();
}

std::string Cursor::bytes() const {
  if (value_.is_string()) return value_.get<std::string>();
  const bool marked = value_.is_object() && value_.size() == 1 && value_.contains("base64") &&
                      value_["base64"].is_string();
  if (!marked) reject("must be a text, or {\"base64\": \"...\"}");
  std::optional<std::string> bytes = from_base64(value_["base64"].get<std::string>());
  if (!bytes) reject("is not base64");
  return std::move(*bytes);
}

std::size_t Cursor::one_of(std::span<const std::string_view> names) const {
  const std::string name = value_.is_string() ? value_.get<std::string>() : std::string();
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) reject("is not a value that this pinko-check knows");
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace pinko::report

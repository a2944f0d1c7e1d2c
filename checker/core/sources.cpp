#include "checker/core/sources.hpp"

namespace pinko {

const std::string* Sources::find(std::string_view path) const {
  const auto found = texts.find(std::string(path));
  return found == texts.end() ? nullptr : &found->second;
}

std::string Sources::from_top(std::string_view path) const {
  return folder.empty() ? std::string(path) : folder + '/' + std::string(path);
}

}  // namespace pinko

#include "checker/core/sources.hpp"

namespace pinko {

const std::string* Sources::find(std::string_view path) const {
  const auto found = texts.find(std::string(path));
  if (found != texts.end()) return &found->second;
  for (const auto& [taken, on_disk] : spelled) {
    if (on_disk == path && taken != path) return find(taken);
  }
  return nullptr;
}

std::string Sources::from_top(std::string_view path) const {
  const auto other = spelled.find(std::string(path));
  const std::string name = other == spelled.end() ? std::string(path) : other->second;
  return folder.empty() ? name : folder + '/' + name;
}

}  // namespace pinko

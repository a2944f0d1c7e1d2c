#include "checker/app/option_checks.hpp"

#include <filesystem>
#include <system_error>

namespace pinko::app {

CLI::Validator not_empty(const std::string& shown) {
  return {[shown](const std::string& text) {
            return text.empty() ? "needs a value: " + shown : std::string();
          },
          ""};
}

CLI::Validator whole_number(long least, long most) {
  return {[least, most](std::string text) {
            if (CLI::Range(least, most)(text).empty()) return std::string();
            return "needs a whole number from " + std::to_string(least) + " to " +
                   std::to_string(most) + ", not '" + text + "'";
          },
          ""};
}

CLI::Validator when_word() {
  return {[](const std::string& text) {
            const bool known = text == "auto" || text == "always" || text == "never";
            return known ? std::string() : "needs auto, always or never, not '" + text + "'";
          },
          ""};
}

CLI::Validator format_and_file() {
  return {[](const std::string& text) {
            const std::size_t colon = text.find(':');
            if (colon == std::string::npos || colon + 1 < text.size()) return std::string();
            return "needs a file behind the colon: " + text + "FILE";
          },
          ""};
}

CLI::Validator file_to_read() {
  return {[](const std::string& text) {
            std::error_code error;
            const std::filesystem::file_status status = std::filesystem::status(text, error);
            if (!std::filesystem::exists(status)) return "needs a file; there is no '" + text + "'";
            return std::filesystem::is_directory(status)
                       ? "needs a file; '" + text + "' is a folder"
                       : std::string();
          },
          ""};
}

}  // namespace pinko::app

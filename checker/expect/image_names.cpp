#include "checker/expect/image_names.hpp"

#include "checker/discovery/image_name.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/words.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <cctype>

namespace pinko::expect {
namespace {

bool has(std::string_view text, int (*kind)(int)) {
  return std::ranges::any_of(text, [kind](unsigned char c) { return kind(c) != 0; });
}

/// Whether every release of Docker refuses to give the name to an image that is built.
bool is_refused(std::string_view name) {
  const discovery::ImageName read = discovery::parse_image_name(name);
  return read.repository.empty() || !read.digest.empty();
}

std::string_view flaw_of(std::string_view name) {
  if (name.find('@') != std::string_view::npos)
    return "a digest is what the build makes, and cannot be given";
  if (has(name, std::isspace)) return "it has a blank in it";
  if (has(name, std::isupper)) return "it has capital letters";
  return "it has a sign that may not stand there";
}

/// The name in small letters, with dashes for blanks; empty where that does not make it right.
std::string mended(std::string_view name) {
  std::string plain(trim(name));
  std::ranges::transform(plain, plain.begin(), [](unsigned char c) {
    return std::isspace(c) != 0 ? '-' : static_cast<char>(std::tolower(c));
  });
  return is_refused(plain) ? std::string() : plain;
}

/// Whether the name stands in the file as it is: what a variable holds, nobody knows here.
bool is_plain(const discovery::Placed& image, const Sources& task) {
  const std::string* text = task.find(from_task(task, image.where.path));
  if (text == nullptr || image.where.line < 1) return false;
  const auto lines = split_lines(*text);
  const auto number = static_cast<std::size_t>(image.where.line);
  return number <= lines.size() && lines[number - 1].find('$') == std::string_view::npos;
}

Reason refused(const discovery::Service& service) {
  Misnamed image{.name = service.image->text, .meant = mended(service.image->text)};
  return {
      .id = "service-image-name-invalid",
      .cause = "Docker refuses the name " + in_quotes(image.name) + " for the image of " +
               service.name + ": " + std::string(flaw_of(image.name)),
      .hint = image.meant.empty()
                  ? "Write small letters and numbers, with single dashes between them, or leave "
                    "the line out."
                  : "Write " + image.meant + " behind image, or leave the line out.",
      .where = {service.image->where},
      .particulars = std::move(image)};
}

}  // namespace

Reason refused_image_name(const Sources& task) {
  const auto stack = read_stack(task);
  if (!stack) return {};
  for (const discovery::Service& service : stack->services) {
    if (!service.build || !service.image) continue;
    const std::string& name = service.image->text;
    if (!name.empty() && is_plain(*service.image, task) && is_refused(name)) {
      return refused(service);
    }
  }
  return {};
}

}  // namespace pinko::expect

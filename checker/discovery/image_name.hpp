#pragma once

#include <string>
#include <string_view>

namespace pinko::discovery {

/// The parts of an image's name as Docker reads them.
struct ImageName {
  std::string registry;  ///< "docker.io" when none is written
  std::string
      repository;      ///< "library/ubuntu" for "ubuntu"; empty when the text is no image's name
  std::string tag;     ///< empty when none is written
  std::string digest;  ///< "sha256:…", or empty

  bool operator==(const ImageName&) const = default;
};

/// An empty `repository` says that the text is not a valid name.
[[nodiscard]] ImageName parse_image_name(std::string_view text);

/// True for the latest official image: `ubuntu`, `ubuntu:latest`,
/// `docker.io/library/ubuntu:latest`, each with or without a digest.
[[nodiscard]] bool is_latest(const ImageName& name, std::string_view official);

/// True for any tag of the official image.
[[nodiscard]] bool is_official(const ImageName& name, std::string_view official);

}  // namespace pinko::discovery

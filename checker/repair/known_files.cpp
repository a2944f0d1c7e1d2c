#include "checker/repair/known_files.hpp"

namespace pinko::repair {
namespace {

constexpr KnownFile kFiles[] = {
    {0, 1, "", "Dockerfile", Kind::ubuntu_dockerfile},
    {1, 1, "", "api.py", Kind::text},
    {1, 1, "", "requirements.txt", Kind::text},
    {2, 6, "back-end", "Dockerfile", Kind::ubuntu_dockerfile},
    {2, 6, "back-end", "api.py", Kind::text},
    {2, 6, "back-end", "requirements.txt", Kind::text},
    {2, 6, "front-end", "Dockerfile", Kind::nginx_dockerfile},
    {2, 6, "front-end", "softy-pinko-front-end.conf", Kind::text},
    {4, 6, "", "docker-compose.yml", Kind::compose},
    {4, 6, "", "docker-compose.yaml", Kind::compose},
    {4, 6, "", "compose.yml", Kind::compose},
    {4, 6, "", "compose.yaml", Kind::compose},
    {5, 6, "proxy", "Dockerfile", Kind::nginx_dockerfile},
    {5, 6, "proxy", "proxy.conf", Kind::text},
    {6, 6, "", "2-api-servers.txt", Kind::text},
};

}  // namespace

std::span<const KnownFile> known_files() {
  return kFiles;
}

bool is_script(std::string_view name) {
  return name.ends_with(".sh");
}

}  // namespace pinko::repair

#include "checker/util/dockerfile_name.hpp"

#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"

#include <filesystem>
#include <fstream>

using namespace pinko;

TEST_CASE("small letters alone are taken for a Dockerfile") {
  CHECK(is_taken_for_dockerfile("Dockerfile", "dockerfile"));
  CHECK(is_taken_for_dockerfile("task3/api/Dockerfile", "task3/api/dockerfile"));
  CHECK_FALSE(is_taken_for_dockerfile("task1/Dockerfile", "task1/DockerFile"));
  CHECK_FALSE(is_taken_for_dockerfile("task1/Dockerfile", "task1/Dockerfile"));
  CHECK_FALSE(is_taken_for_dockerfile("task1/Dockerfile", "Task1/dockerfile"));
  CHECK_FALSE(is_taken_for_dockerfile("task1/Dockerfile", "task1/api/dockerfile"));
  CHECK_FALSE(is_taken_for_dockerfile("task1/myDockerfile", "task1/mydockerfile"));
  CHECK_FALSE(is_taken_for_dockerfile("task1/api.py", ""));
}

TEST_CASE("what a build reads: the name itself, and small letters where it is not there") {
  const TempDir dir("dockerfile-name");
  const std::string named = dir.path() / "Dockerfile";
  const std::string other = dir.path() / "dockerfile";
  CHECK(dockerfile_on_disk(named) == named);
  std::ofstream(dir.path() / "DockerFile") << "FROM x\n";
  CHECK(dockerfile_on_disk(named) == named);
  std::ofstream(other) << "FROM x\n";
  CHECK(dockerfile_on_disk(named) == other);
  CHECK(dockerfile_on_disk(dir.path() / "back-end.dockerfile") ==
        dir.path() / "back-end.dockerfile");
  std::filesystem::create_symlink("nowhere", named);  // it is there, wherever it leads
  CHECK(dockerfile_on_disk(named) == named);
}

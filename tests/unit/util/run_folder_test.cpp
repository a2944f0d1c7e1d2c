#include "checker/util/run_folder.hpp"

#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"

#include <chrono>
#include <fstream>

using namespace pinko;
namespace fs = std::filesystem;

namespace {

void make_old(const fs::path& path) {
  fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(1));
}

}  // namespace

TEST_CASE("a run's folder is the owner's alone and goes with all that is in it") {
  const TempDir top("test");
  const fs::path path = top.path() / "pinko-run-abcdef";
  {
    const RunFolder folder(path);
    CHECK((fs::status(path).permissions() & fs::perms::all) == fs::perms::owner_all);
    fs::create_directories(path / "deep/er");
    std::ofstream(path / "deep/er/file") << "x";
    fs::permissions(path / "deep/er", fs::perms::none);
    CHECK_THROWS_AS(RunFolder(path), NoTemporaryFolder);
  }
  CHECK_FALSE(fs::exists(path));
}

TEST_CASE("only a run's folder is removed") {
  const TempDir top("test");
  CHECK_FALSE(remove_run_folder(top.path()));
  CHECK_FALSE(remove_run_folder("pinko-run-relative"));
  CHECK(fs::exists(top.path()));
}

TEST_CASE("a sweep takes the folders of dead runs alone") {
  const TempDir top("test");
  const RunFolder alive(top.path() / "pinko-run-alive");
  make_old(alive.path());
  fs::create_directories(top.path() / "pinko-run-dead/inside");
  make_old(top.path() / "pinko-run-dead");
  fs::create_directories(top.path() / "pinko-run-young");
  fs::create_directories(top.path() / "somebody-else");
  make_old(top.path() / "somebody-else");
  fs::create_directory_symlink(top.path() / "somebody-else", top.path() / "pinko-run-link");
  CHECK(sweep_run_folders(top.path()) == 1);
  CHECK_FALSE(fs::exists(top.path() / "pinko-run-dead"));
  CHECK(fs::exists(alive.path()));
  CHECK(fs::exists(top.path() / "pinko-run-young"));
  CHECK(fs::exists(top.path() / "somebody-else"));
}

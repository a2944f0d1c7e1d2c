#include "checker/probe/files.hpp"

#include "checker/probe/sources.hpp"
#include "checker/util/temp_dir.hpp"
#include "tests/support/catch.hpp"

#include <fstream>
#include <sys/stat.h>

using namespace pinko;
using probe::read_file;

namespace {

namespace fs = std::filesystem;

/// A repository in a temporary folder.
class Repository {
 public:
  Repository()
      : dir_("files-test") {}

  void write(const std::string& path, const std::string& bytes) const {
    fs::create_directories((root() / path).parent_path());
    std::ofstream(root() / path, std::ios::binary) << bytes;
  }
  [[nodiscard]] const fs::path& root() const { return dir_.path(); }

  [[nodiscard]] Submission submission() const {
    Submission submission;
    submission.root = root();
    submission.tasks[2] = {.present = true, .path = "task2", .other = {}};
    return submission;
  }

 private:
  TempDir dir_;
};

constexpr const char* kSite = "task2/front-end/softy-pinko-front-end";

}  // namespace

TEST_CASE("a file is read byte for byte") {
  const Repository repository;
  repository.write("task0/Dockerfile", std::string("a\r\n\0b", 5));
  const FileSeen seen = read_file(repository.root(), "task0/Dockerfile");
  CHECK(seen.state == FileState::present);
  CHECK(seen.bytes == std::string("a\r\n\0b", 5));
}

TEST_CASE("a name that differs only in case is named, not taken silently") {
  const Repository repository;
  repository.write("Task0/dockerFile", "FROM ubuntu\n");
  const FileSeen seen = read_file(repository.root(), "task0/Dockerfile");
  CHECK(seen.state == FileState::wrong_case);
  CHECK(seen.actual == "Task0/dockerFile");
}

TEST_CASE(
    "of several spellings the one that docker takes is named, whatever the disk lists first") {
  const Repository repository;
  for (const char* name : {"DOCKERFILE", "dockerfile", "DockerFile"})
    repository.write(std::string("task0/") + name, "FROM ubuntu\n");
  CHECK(read_file(repository.root(), "task0/Dockerfile").actual == "task0/dockerfile");
}

TEST_CASE("a file that stands one folder too deep is named, and still missing") {
  const Repository repository;
  repository.write("task2/inner/dockerfile", "FROM ubuntu:latest\n");
  const FileSeen seen = probe::see(ReadFile{"Dockerfile"}, repository.submission(), 2);
  CHECK(seen.state == FileState::missing);
  CHECK(seen.actual == "task2/inner/dockerfile");
  repository.write("task2/other/Dockerfile", "FROM ubuntu:latest\n");
  CHECK(probe::see(ReadFile{"Dockerfile"}, repository.submission(), 2).actual.empty());
}

TEST_CASE("a FIFO is named and never waited for") {
  const Repository repository;
  repository.write("task0/api.py", "");
  REQUIRE(mkfifo((repository.root() / "task0/Dockerfile").c_str(), 0600) == 0);
  CHECK(read_file(repository.root(), "task0/Dockerfile").state == FileState::special);
}

TEST_CASE("a folder in a file's place is said to be one") {
  const Repository repository;
  repository.write("task0/Dockerfile/x", "");
  CHECK(read_file(repository.root(), "task0/Dockerfile").state == FileState::directory);
}

TEST_CASE("a link that leaves the repository is not followed") {
  const Repository repository;
  repository.write("task0/x", "");
  fs::create_symlink("/etc/passwd", repository.root() / "task0/Dockerfile");
  const FileSeen seen = read_file(repository.root(), "task0/Dockerfile");
  CHECK(seen.state == FileState::link_outside);
  CHECK(seen.bytes.empty());
}

TEST_CASE("a link within the repository is followed") {
  const Repository repository;
  repository.write("task0/real", "FROM ubuntu\n");
  fs::create_symlink("real", repository.root() / "task0/Dockerfile");
  CHECK(read_file(repository.root(), "task0/Dockerfile").state == FileState::present);
}

TEST_CASE("a file beyond the limit is not read") {
  const Repository repository;
  repository.write("task0/Dockerfile", std::string(2048, 'x'));
  const FileSeen seen = read_file(repository.root(), "task0/Dockerfile", 1024);
  CHECK(seen.state == FileState::too_large);
  CHECK(seen.bytes.empty());
  CHECK(seen.size == 2048);
}

TEST_CASE("dots in a path cannot leave the repository") {
  const Repository repository;
  repository.write("task0/Dockerfile", "");
  CHECK(read_file(repository.root() / "task0", "../task0/Dockerfile").state != FileState::present);
}

TEST_CASE("the site's files are listed without what hides among them") {
  const Repository repository;
  repository.write(std::string(kSite) + "/index.html", "<h1></h1>");
  repository.write(std::string(kSite) + "/assets/a.css", "a{}");
  repository.write(std::string(kSite) + "/.git/HEAD", "ref");
  const SiteSeen seen = probe::see(ReadSite{}, repository.submission(), 2);
  CHECK(seen.state == SiteState::files);
  REQUIRE(seen.files.size() == 2);
  CHECK(seen.files[0].path == "assets/a.css");
  CHECK(seen.index.bytes == "<h1></h1>");
}

TEST_CASE("a gitlink is seen even where the student's disk holds the files") {
  const Repository repository;
  repository.write(std::string(kSite) + "/index.html", "<h1></h1>");
  Submission submission = repository.submission();
  submission.git.gitlinks = {{.path = kSite, .commit = std::string(40, 'a')}};
  const SiteSeen seen = probe::see(ReadSite{}, submission, 2);
  CHECK(seen.state == SiteState::gitlink);
  CHECK(seen.gitlink_commit == std::string(40, 'a'));
  CHECK(seen.files.size() == 1);
}

TEST_CASE("a page that lies beside a Dockerfile is not the site") {
  const Repository repository;
  repository.write("task2/front-end/Dockerfile", "FROM nginx:latest\n");
  repository.write("task2/front-end/index.html", "<h1>stray</h1>\n");
  repository.write("task2/index.html", "<h1>stray</h1>\n");
  const SiteSeen seen = probe::see(ReadSite{}, repository.submission(), 2);
  CHECK(seen.state == SiteState::absent);
  CHECK(seen.files.empty());
  CHECK(seen.index.bytes.empty());
}

TEST_CASE("an empty folder, an absent one and a site elsewhere are told apart") {
  const Repository repository;
  repository.write("task2/front-end/Dockerfile", "");
  CHECK(probe::see(ReadSite{}, repository.submission(), 2).state == SiteState::absent);
  fs::create_directories(repository.root() / kSite);
  CHECK(probe::see(ReadSite{}, repository.submission(), 2).state == SiteState::empty);
  repository.write("task2/site/index.html", "x");
  const SiteSeen seen = probe::see(ReadSite{}, repository.submission(), 2);
  CHECK(seen.state == SiteState::elsewhere);
  CHECK(seen.actual == "task2/site");
}

TEST_CASE("a site with more files than are listed still has its page") {
  const Repository repository;
  const std::string site(kSite);
  for (int i = 0; i < 2100; ++i)
    repository.write(site + "/modules/m" + std::to_string(i % 40) + '/' + std::to_string(i), "");
  repository.write(site + "/index.html", "<h1>Hello</h1>");
  const SiteSeen seen = probe::see(ReadSite{}, repository.submission(), 2);
  CHECK(seen.state == SiteState::files);
  CHECK(seen.files.size() == 2000);
  CHECK(seen.files.front().path == "index.html");
}

TEST_CASE("a link to a file of the site is a file of it; others are not followed") {
  const Repository repository;
  const std::string site(kSite);
  repository.write(site + "/home.html", "<h1>Hello</h1>");
  repository.write("task2/note.txt", "x");
  fs::create_symlink("home.html", repository.root() / site / "index.html");
  fs::create_symlink("../../note.txt", repository.root() / site / "note.txt");
  fs::create_symlink("/etc/hostname", repository.root() / site / "host");
  fs::create_symlink("nowhere", repository.root() / site / "lost");
  const SiteSeen seen = probe::see(ReadSite{}, repository.submission(), 2);
  CHECK(seen.state == SiteState::files);
  REQUIRE(seen.files.size() == 2);
  CHECK(seen.files[1].path == "index.html");
  CHECK(seen.index.bytes == "<h1>Hello</h1>");
}

TEST_CASE("what .dockerignore keeps out and nothing names is no part of the site") {
  const Repository repository;
  const std::string site(kSite);
  repository.write(site + "/index.html", "<img src='pictures/pink.png'><a href='old/index.html'>");
  for (const char* file :
       {"/README.md", "/pictures/pink.png", "/new/index.html", "/old/index.html"})
    repository.write(site + file, "x");
  repository.write("task2/front-end/.dockerignore", "**/*.md\n**/*.png\n**/index.html\n");
  const SiteSeen seen = probe::see(ReadSite{}, repository.submission(), 2);
  CHECK(seen.kept_out == std::vector<std::string>{"README.md", "new/index.html"});
  REQUIRE(seen.files.size() == 3);
  CHECK(seen.files[0].path == "index.html");
  CHECK(seen.files[1].path == "old/index.html");
  CHECK(seen.files[2].path == "pictures/pink.png");
}

TEST_CASE("what builders take for a Dockerfile is found by that name, and shown as it is spelled") {
  const Repository repository;
  repository.write("task2/back-end/dockerfile", "FROM ubuntu\n");
  repository.write("task2/front-end/Dockerfile", "FROM nginx\n");
  repository.write("task2/front-end/dockerfile", "FROM other\n");
  const Sources sources = probe::read_sources(repository.submission(), 2);
  REQUIRE(sources.find("back-end/Dockerfile") != nullptr);
  CHECK(*sources.find("back-end/Dockerfile") == "FROM ubuntu\n");
  CHECK(sources.find("back-end/dockerfile") == sources.find("back-end/Dockerfile"));
  CHECK(sources.from_top("back-end/Dockerfile") == "task2/back-end/dockerfile");
  CHECK(*sources.find("front-end/Dockerfile") == "FROM nginx\n");
  CHECK(*sources.find("front-end/dockerfile") == "FROM other\n");
  CHECK(sources.from_top("front-end/Dockerfile") == "task2/front-end/Dockerfile");
}

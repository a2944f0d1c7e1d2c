#include "checker/discovery/git_view.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/discovery/repository_fixture.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>
#include <vector>

using namespace pinko;
using namespace pinko::discovery;
namespace fs = std::filesystem;

namespace {

const std::string kElsewhere = "0123456789012345678901234567890123456789";
using Names = std::vector<std::string>;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("a folder outside of any repository has no git facts") {
  const RepositoryFixture folder;
  folder.write("task0/Dockerfile");
  const auto facts = read_git(folder.root(), {"task0"});
  REQUIRE(facts);
  CHECK_FALSE(facts->is_repository);
}

TEST_CASE("a clean working tree differs in nothing") {
  RepositoryFixture repository;
  repository.write("task0/Dockerfile", "FROM ubuntu\n");
  repository.init();
  repository.stage("task0/Dockerfile");
  const std::string commit = repository.commit();
  repository.write("task0/.DS_Store");
  repository.write("task0/__pycache__/api.pyc");
  repository.write("notes.txt");
  const auto facts = read_git(repository.root(), {"task0"});
  REQUIRE(facts);
  CHECK(facts->is_repository);
  CHECK(facts->commit == commit);
  CHECK_FALSE(facts->dirty);
  CHECK(facts->unseen.empty());
  CHECK(facts->changed.empty());
}

TEST_CASE("files that the last commit lacks are listed, ignored ones too") {
  RepositoryFixture repository;
  repository.write("task0/Dockerfile", "FROM ubuntu\n");
  repository.init();
  repository.stage("task0/Dockerfile");
  repository.commit();
  repository.write(".gitignore", "*.py\n");
  repository.write("task0/api.py");
  repository.write("task0/Dockerfile", "FROM ubuntu:latest\n");
  const auto facts = read_git(repository.root(), {"task0"});
  REQUIRE(facts);
  CHECK(facts->unseen == Names{"task0/api.py"});
  CHECK(facts->changed == Names{"task0/Dockerfile"});
  CHECK(facts->dirty);
}

TEST_CASE("a file that was removed differs from the last commit; line ends alone do not") {
  RepositoryFixture repository;
  repository.write("task0/gone");
  repository.write("task0/ends", "a\nb\n");
  repository.init();
  repository.stage("task0/gone");
  repository.stage("task0/ends");
  repository.commit();
  fs::remove(repository.root() / "task0/gone");
  repository.write("task0/ends", "a\r\nb\r\n");
  const auto facts = read_git(repository.root(), {"task0"});
  REQUIRE(facts);
  CHECK(facts->changed == Names{"task0/gone"});
}

TEST_CASE("a nested repository is named once, committed as a gitlink or not at all") {
  RepositoryFixture repository;
  repository.write("task2/Dockerfile");
  repository.write("task2/site/index.html");
  repository.write("task2/site/.git/HEAD", "ref: refs/heads/main\n");
  repository.write("task3/site/index.html");
  repository.write("task3/site/.git/HEAD", "ref: refs/heads/main\n");
  fs::create_directories(repository.root() / "task2/empty");
  repository.init();
  repository.stage("task2/Dockerfile");
  repository.stage_gitlink("task2/site", kElsewhere);
  repository.stage_gitlink("task2/empty", kElsewhere);
  repository.commit();
  const auto facts = read_git(repository.root(), {"task2", "task3"});
  REQUIRE(facts);
  REQUIRE(facts->gitlinks.size() == 2);
  CHECK(facts->gitlinks[1].path == "task2/site");
  CHECK(facts->gitlinks[1].commit == kElsewhere);
  CHECK(facts->unseen == Names{"task2/site/", "task3/site/"});
}

TEST_CASE("a repository without a commit holds nothing yet") {
  RepositoryFixture repository;
  repository.write("task0/Dockerfile");
  repository.init();
  const auto facts = read_git(repository.root(), {"task0"});
  REQUIRE(facts);
  CHECK(facts->is_repository);
  CHECK(facts->commit.empty());
  CHECK(facts->unseen == Names{"task0/Dockerfile"});
}

TEST_CASE("a folder within a repository is seen from the folder") {
  RepositoryFixture repository;
  repository.write("solution/task0/Dockerfile");
  repository.write("solution/task0/new");
  repository.write("stray/task0/Dockerfile");
  repository.init();
  repository.stage("solution/task0/Dockerfile");
  const std::string commit = repository.commit();
  const auto facts = read_git(repository.root() / "solution", {"task0"});
  REQUIRE(facts);
  CHECK(facts->commit == commit);
  CHECK(facts->unseen == Names{"task0/new"});
  const auto stray = read_git(repository.root() / "stray", {"task0"});
  REQUIRE(stray);
  CHECK_FALSE(stray->is_repository);
}

TEST_CASE("a repository of a newer kind is read where that is harmless, else its folder is") {
  RepositoryFixture repository;
  repository.write("task0/Dockerfile", "FROM ubuntu\n");
  repository.init();
  repository.stage("task0/Dockerfile");
  repository.commit();
  const auto set = [&](const std::string& extension) {
    std::ofstream(repository.root() / ".git/config")
        << "[core]\n\trepositoryformatversion = 1\n[extensions]\n\t" << extension << '\n';
  };
  for (const char* harmless : {"worktreeConfig = true", "partialClone = origin"}) {
    set(harmless);
    const auto facts = read_git(repository.root(), {"task0"});
    REQUIRE(facts);
    CHECK(facts->is_repository);
  }
  set("someThing = new");
  const auto facts = read_git(repository.root(), {"task0"});
  REQUIRE(facts);
  CHECK_FALSE(facts->is_repository);
  const auto exported = export_commit(repository.root(), "HEAD", repository.root() / "export");
  REQUIRE_FALSE(exported);
  CHECK(exported.error().message.find("leave --commit out") != std::string::npos);
}

TEST_CASE("a FIFO among git's own files is refused, not waited for") {
  RepositoryFixture repository;
  repository.write("task0/Dockerfile");
  repository.init();
  fs::remove(repository.root() / ".git/HEAD");
  CHECK(::mkfifo((repository.root() / ".git/refs/heads/main").c_str(), 0600) == 0);
  repository.write(".git/HEAD", "ref: refs/heads/main\n");
  CHECK_FALSE(read_git(repository.root(), {"task0"}));
}

TEST_CASE("a commit is exported as a clone shows it") {
  RepositoryFixture repository;
  repository.write("task0/Dockerfile", "FROM ubuntu\r\n");
  repository.write("task0/run.sh", "#!/bin/sh\n");
  fs::permissions(repository.root() / "task0/run.sh", fs::perms(0755));
  fs::create_symlink("Dockerfile", repository.root() / "task0/link");
  repository.init();
  for (const char* path : {"task0/Dockerfile", "task0/run.sh", "task0/link"}) {
    repository.stage(path);
  }
  repository.stage_gitlink("task2/site", kElsewhere);
  const std::string commit = repository.commit();
  repository.write("task0/Dockerfile", "not committed");
  repository.write(".git/config", "[core]\n\tautocrlf = true\n\trepositoryformatversion = 0\n");

  const fs::path target = repository.other("export");
  const auto exported = export_commit(repository.root(), "HEAD", target);
  REQUIRE(exported);
  CHECK(exported->commit == commit);
  REQUIRE(exported->gitlinks.size() == 1);
  CHECK(read(target / "task0/Dockerfile") == "FROM ubuntu\r\n");
  CHECK((fs::status(target / "task0/run.sh").permissions() & fs::perms::owner_exec) !=
        fs::perms::none);
  CHECK(fs::read_symlink(target / "task0/link") == "Dockerfile");
  CHECK(fs::is_directory(target / "task2/site"));
  CHECK(fs::is_empty(target / "task2/site"));

  SECTION("from the repository's own folder, without a working tree") {
    const fs::path bare = repository.other("bare-export");
    REQUIRE(export_commit(repository.root() / ".git", commit.substr(0, 10), bare));
    CHECK(fs::exists(bare / "task0/Dockerfile"));
  }
  SECTION("a folder alone") {
    const fs::path part = repository.other("part");
    REQUIRE(export_commit(repository.root() / "task0", "HEAD", part));
    CHECK(fs::exists(part / "Dockerfile"));
  }
}

TEST_CASE("an unknown revision is answered with those that exist") {
  RepositoryFixture repository;
  repository.write("task0/Dockerfile");
  repository.init();
  const fs::path target = repository.other("export");
  const auto none = export_commit(repository.root(), "HEAD", target);
  REQUIRE_FALSE(none);
  CHECK(none.error().code == ErrorCode::usage);
  CHECK(none.error().message.find("no commit yet") != std::string::npos);
  repository.stage("task0/Dockerfile");
  repository.commit();
  const auto wrong = export_commit(repository.root(), "v1", target);
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().message.find("\"v1\"; there are: HEAD, ma") != std::string::npos);
}

TEST_CASE("a tree that would write outside is refused") {
  RepositoryFixture repository;
  repository.write("task0/Dockerfile");
  repository.init();
  git_oid blob{};
  git_blob_create_from_buffer(&blob, repository.raw(), "x", 1);
  const std::string raw = "100644 .." + std::string(1, '\0') +
                          std::string(reinterpret_cast<const char*>(blob.id), GIT_OID_RAWSZ);
  git_odb* odb = nullptr;
  git_repository_odb(&odb, repository.raw());
  git_oid tree_id{};
  REQUIRE(git_odb_write(&tree_id, odb, raw.data(), raw.size(), GIT_OBJECT_TREE) == 0);
  git_odb_free(odb);
  git_tree* tree = nullptr;
  REQUIRE(git_tree_lookup(&tree, repository.raw(), &tree_id) == 0);
  git_signature* who = nullptr;
  git_signature_new(&who, "A Student", "student@example.org", 1'700'000'000, 0);
  git_oid id{};
  git_commit_create(&id, repository.raw(), "HEAD", who, who, nullptr, "bad", tree, 0, nullptr);
  git_signature_free(who);
  git_tree_free(tree);
  const auto exported = export_commit(repository.root(), "HEAD", repository.other("export"));
  REQUIRE_FALSE(exported);
  CHECK(exported.error().code == ErrorCode::refused);
}

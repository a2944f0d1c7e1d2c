#pragma once

#include "checker/util/temp_dir.hpp"

#include <filesystem>
#include <fstream>
#include <git2.h>
#include <string>
#include <string_view>

namespace pinko::discovery {

/// A folder of files that can be committed, made for one test.
class RepositoryFixture {
 public:
  RepositoryFixture()
      : folder_("discovery-test") {}
  ~RepositoryFixture() { git_repository_free(repository_); }
  RepositoryFixture(const RepositoryFixture&) = delete;
  RepositoryFixture& operator=(const RepositoryFixture&) = delete;

  [[nodiscard]] std::filesystem::path root() const { return folder_.path() / "work"; }
  [[nodiscard]] std::filesystem::path other(std::string_view name) const {
    std::filesystem::create_directories(folder_.path() / name);
    return folder_.path() / name;
  }

  void write(std::string_view path, std::string_view bytes = "x\n") const {
    const std::filesystem::path file = root() / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
  }

  void init() {
    git_libgit2_init();
    git_repository_init(&repository_, root().c_str(), 0);
  }

  void stage(std::string_view path) {
    with_index([&](git_index* index) { git_index_add_bypath(index, std::string(path).c_str()); });
  }

  /// Puts a nested repository into the index as the link that `git add` makes of it.
  void stage_gitlink(std::string_view path, std::string_view commit) {
    with_index([&](git_index* index) {
      git_index_entry entry{};
      const std::string name(path);
      entry.path = name.c_str();
      entry.mode = GIT_FILEMODE_COMMIT;
      git_oid_fromstr(&entry.id, std::string(commit).c_str());
      git_index_add(index, &entry);
    });
  }

  /// Commits the index and gives the commit's hash.
  std::string commit() {
    git_oid tree_id{};
    with_index([&](git_index* index) { git_index_write_tree(&tree_id, index); });
    git_tree* tree = nullptr;
    git_tree_lookup(&tree, repository_, &tree_id);
    git_signature* who = nullptr;
    git_signature_new(&who, "A Student", "student@example.org", 1'700'000'000, 0);
    git_oid parent_id{};
    git_commit* parent = nullptr;
    if (git_reference_name_to_id(&parent_id, repository_, "HEAD") == 0) {
      git_commit_lookup(&parent, repository_, &parent_id);
    }
    const git_commit* parents[] = {parent};
    git_oid id{};
    git_commit_create(&id,
                      repository_,
                      "HEAD",
                      who,
                      who,
                      nullptr,
                      "work",
                      tree,
                      parent == nullptr ? 0 : 1,
                      parents);
    git_commit_free(parent);
    git_signature_free(who);
    git_tree_free(tree);
    return git_oid_tostr_s(&id);
  }

  [[nodiscard]] git_repository* raw() const { return repository_; }

 private:
  template <class Change>
  void with_index(Change change) {
    git_index* index = nullptr;
    git_repository_index(&index, repository_);
    change(index);
    git_index_write(index);
    git_index_free(index);
  }

  TempDir folder_;
  git_repository* repository_ = nullptr;
};

}  // namespace pinko::discovery

#include "checker/util/text.hpp"
#include "tests/mutants/mutant.hpp"

#include <algorithm>
#include <fstream>
#include <git2.h>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace pinko::mutants {
namespace {

namespace fs = std::filesystem;

/// An edit does not fit. Never leaves this file.
class EditError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

std::string read(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw EditError("there is no " + file.filename().string() + " to edit");
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void write(const fs::path& file, std::string_view text) {
  fs::create_directories(file.parent_path());
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream << text;
  if (!stream.flush()) throw EditError("cannot write " + file.string());
}

std::string replaced(const std::string& text, const Edit& edit) {
  const std::size_t at = text.find(edit.from);
  if (at == std::string::npos) throw EditError(edit.path + " holds no " + in_quotes(edit.from));
  if (text.find(edit.from, at + 1) != std::string::npos) {
    throw EditError(edit.path + " holds more than once: " + in_quotes(edit.from));
  }
  return text.substr(0, at) + edit.text + text.substr(at + edit.from.size());
}

std::string encoded(const std::string& text, const std::string& how) {
  if (how == "crlf") return replace_all(text, "\n", "\r\n");
  if (how == "bom") return "\xEF\xBB\xBF" + text;
  if (how == "no-newline") return text.substr(0, text.find_last_not_of('\n') + 1);
  if (how != "utf-16") throw EditError("there is no encoding " + how);
  std::string wide = "\xFF\xFE";
  for (const char one : text)
    wide += std::string{one, '\0'};
  return wide;
}

void edit_file(const fs::path& file, const Edit& edit) {
  switch (edit.kind) {
    case Edit::Kind::replace:
      return write(file, replaced(read(file), edit));
    case Edit::Kind::append:
      return write(file, read(file) + edit.text);
    case Edit::Kind::write:
      return write(file, edit.text);
    case Edit::Kind::encode:
      return write(file, encoded(read(file), edit.text));
    case Edit::Kind::mode:
      return fs::permissions(file, static_cast<fs::perms>(std::stoi(edit.text, nullptr, 8)));
    case Edit::Kind::remove:
      if (fs::remove_all(file) == 0) throw EditError("there is no " + edit.path + " to remove");
      return;
    case Edit::Kind::link:
      fs::remove_all(file);
      return fs::create_symlink(edit.text, file);
    case Edit::Kind::rename:
    case Edit::Kind::gitlink:
    case Edit::Kind::forget:
      return;
  }
}

struct Free {
  void operator()(git_repository* it) const { git_repository_free(it); }
  void operator()(git_index* it) const { git_index_free(it); }
  void operator()(git_tree* it) const { git_tree_free(it); }
  void operator()(git_signature* it) const { git_signature_free(it); }
};

template <class T>
using Owned = std::unique_ptr<T, Free>;

void must(int code, const char* what) {
  if (code >= 0) return;
  const git_error* error = git_error_last();
  throw EditError(std::string(what) + ": " + (error == nullptr ? "?" : error->message));
}

/// What of a repository is not to be committed as it stands.
struct Exceptions {
  std::vector<std::string> forgotten;           ///< paths that are left out
  std::map<std::string, git_oid> repositories;  ///< repositories within, and their commits
};

/// `git add --all` takes a repository within for a folder; what is in it comes as a link later.
int skip_repositories(const char* path, const char* /*spec*/, void* /*payload*/) {
  return std::string_view(path).ends_with('/') ? 1 : 0;
}

Owned<git_index> stage(git_repository* repository, const Exceptions& exceptions) {
  git_index* raw = nullptr;
  must(git_repository_index(&raw, repository), "git add");
  Owned<git_index> index(raw);
  must(git_index_add_all(raw, nullptr, GIT_INDEX_ADD_DEFAULT, skip_repositories, nullptr),
       "git add");
  for (std::string path : exceptions.forgotten) {
    char* names[] = {path.data()};
    const git_strarray paths{names, 1};
    must(git_index_remove_all(raw, &paths, nullptr, nullptr), "git rm --cached");
  }
  for (const auto& [path, commit] : exceptions.repositories) {
    git_index_entry entry{};
    entry.path = path.c_str();
    entry.mode = GIT_FILEMODE_COMMIT;
    entry.id = commit;
    must(git_index_add(raw, &entry), "git add");
  }
  must(git_index_write(raw), "git add");
  return index;
}

/// Commits all files below a folder, in a repository of its own. Always the same commit for the
/// same files.
git_oid commit_all(const fs::path& folder, const Exceptions& exceptions) {
  git_libgit2_init();
  git_repository* raw = nullptr;
  must(git_repository_init(&raw, folder.c_str(), 0), "git init");
  const Owned<git_repository> repository(raw);
  const Owned<git_index> index = stage(raw, exceptions);
  git_oid id{};
  must(git_index_write_tree(&id, index.get()), "git commit");
  git_tree* raw_tree = nullptr;
  must(git_tree_lookup(&raw_tree, raw, &id), "git commit");
  const Owned<git_tree> tree(raw_tree);
  git_signature* raw_who = nullptr;
  must(git_signature_new(&raw_who, "A Student", "student@example.org", 1'700'000'000, 0), "who");
  const Owned<git_signature> who(raw_who);
  must(git_commit_create(
           &id, raw, "HEAD", raw_who, raw_who, nullptr, "all tasks", raw_tree, 0, nullptr),
       "git commit");
  return id;
}

fs::path place_of(const Mutant& mutant, const fs::path& folder, const std::string& path) {
  if (path.starts_with('/')) return folder / path.substr(1);
  return folder / ("task" + std::to_string(mutant.task)) / path;
}

void make(const Mutant& mutant, const fs::path& model, const fs::path& folder) {
  // The task, and the one before it, of which it is a copy with changes.
  fs::create_directories(folder);
  for (int task = std::max(0, mutant.task - 1); task <= std::max(1, mutant.task); ++task) {
    const std::string name = "task" + std::to_string(task);
    fs::copy(model / name, folder / name, fs::copy_options::recursive);
  }
  bool git = mutant.commit;
  Exceptions exceptions;
  for (const Edit& edit : mutant.edits) {
    const fs::path file = place_of(mutant, folder, edit.path);
    edit_file(file, edit);
    if (edit.kind == Edit::Kind::rename) {
      const fs::path target = place_of(mutant, folder, edit.text);
      fs::create_directories(target.parent_path());
      fs::rename(file, target);
    }
    const std::string from_top = file.lexically_relative(folder).generic_string();
    if (edit.kind == Edit::Kind::gitlink) exceptions.repositories[from_top] = commit_all(file, {});
    if (edit.kind == Edit::Kind::forget) exceptions.forgotten.push_back(from_top);
    git = git || edit.kind == Edit::Kind::gitlink || edit.kind == Edit::Kind::forget;
  }
  if (git) commit_all(folder, exceptions);
}

}  // namespace

Status make_submission(const Mutant& mutant, const fs::path& model, const fs::path& folder) {
  try {
    make(mutant, model, folder);
    return {};
  } catch (const std::exception& problem) {
    return fail(ErrorCode::usage, "make the mutant " + mutant.name + ": " + problem.what());
  }
}

}  // namespace pinko::mutants

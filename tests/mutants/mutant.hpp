#pragma once

#include "checker/core/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

/// Mutants: the model submission with one mistake put in, and the verdicts that it must get.
namespace pinko::mutants {

/// One change of the model submission. Paths are from the task's folder, or from the repository's
/// top when they begin with '/'.
struct Edit {
  enum class Kind { replace, append, write, remove, rename, encode, link, mode, gitlink, forget };
  Kind kind = Kind::replace;
  std::string path;
  std::string from;  ///< replace: the text to find, exactly once
  std::string text;  ///< the new text, name, encoding, link's target or mode in octal digits
};

struct Mutant {
  std::string name;
  std::string what;  ///< the mistake in words
  int task = 0;
  std::vector<Edit> edits;
  std::vector<std::string> fails;  ///< ids, the one that leads first; empty: all passes
  int lost = 0;                    ///< points, of the failed checks and of those that wait for them
  std::string outcome;             ///< of the task
  std::string cause;               ///< id of the known cause that has to be named; empty: none
  std::string or_cause;            ///< another that will do: other releases say it otherwise
  std::string where;               ///< how the leading verdict's first place begins
  std::vector<std::string> says;   ///< texts that the leading verdict must hold
  std::vector<std::string> notes;  ///< texts that the task's notes must hold
  bool files_only = false;         ///< the engine is not needed to see what is wrong
  bool commit = false;             ///< graded as a clone of the last commit
  bool site_template = false;      ///< graded with --template
  std::string fingerprint;         ///< of the edits
};

/// All mutants of the tables `task0.yaml` … `task6.yaml` in a folder, by task, in the tables'
/// order. Error usage: a table cannot be read, or says something that has no meaning; the message
/// names file and line.
[[nodiscard]] Result<std::vector<Mutant>> read_mutants(const std::filesystem::path& tables);

/// Makes the submission in a folder that does not exist yet: the model's task, and the one before
/// it, with the mutant's edits, committed in a repository of its own where an edit is about git.
/// Error usage when an edit does not fit the model any more.
[[nodiscard]] Status make_submission(const Mutant& mutant,
                                     const std::filesystem::path& model,
                                     const std::filesystem::path& folder);

}  // namespace pinko::mutants

#pragma once

#include "checker/core/evidence.hpp"
#include "checker/core/submission.hpp"
#include "checker/plan/plan.hpp"
#include "tests/mutants/mutant.hpp"

#include <filesystem>
#include <string>
#include <string_view>

/// What the engine showed of each mutant, recorded once: per task the model's evidence, per mutant
/// what differs from it.
/// What is seen in files alone is never recorded.
namespace pinko::mutants {

/// Where a mutant's recording is, below the folder of all recordings; of the model itself for an
/// empty name.
[[nodiscard]] std::filesystem::path recording_of(int task, std::string_view name);

/// Evidence of the model, as --keep-evidence wrote it, as the text to be kept: without what changes
/// from run to run and without what files alone show.
[[nodiscard]] Result<std::string> record_model(int task, const std::string& evidence);

/// The same of a mutant: what differs from the model's recording.
[[nodiscard]] Result<std::string> record_mutant(const Mutant& mutant,
                                                const std::string& model,
                                                const std::string& evidence);

/// The evidence of a mutant: what was recorded of it, and what is seen now in its files below
/// `folder`. Error usage: nothing was recorded, it was recorded of other edits, or it lacks what
/// the checks look at now.
[[nodiscard]] Result<Evidence> evidence_of(const Mutant& mutant,
                                           const plan::Plan& plan,
                                           const std::filesystem::path& recordings,
                                           const Submission& submission);

/// A whole file; empty when there is none.
[[nodiscard]] std::string read_whole(const std::filesystem::path& file);

}  // namespace pinko::mutants

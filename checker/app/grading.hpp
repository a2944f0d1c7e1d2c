#pragma once

#include "checker/app/options.hpp"
#include "checker/app/session.hpp"
#include "checker/core/evidence.hpp"
#include "checker/core/report.hpp"
#include "checker/core/result.hpp"
#include "checker/core/submission.hpp"
#include "checker/plan/plan.hpp"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

/// The steps of grading, as the commands that grade put them together.
namespace pinko::app {

/// Says what is wrong on standard error; returns the exit code for it.
[[nodiscard]] int complain(const Error& error);

/// The repository that the options mean. `work_dir` is an empty folder that lives as long as the
/// submission is used.
[[nodiscard]] Result<Submission> find_submission(const Options& options,
                                                 const std::filesystem::path& work_dir);

/// Hears what has been seen until then as each task ends; never in two threads at once.
using EvidenceListener = std::function<void(const Evidence&)>;

/// What is looked at.
struct LookRequest {
  const Submission& submission;
  const plan::Plan& plan;
  EvidenceListener as_tasks_end = {};
};

/// Looks at all that a plan wants to know, and shows how far it is. Everything that was started is
/// gone when this returns.
[[nodiscard]] Evidence look(const Options& options,
                            const LookRequest& request,
                            Session& session,
                            const std::stop_token& stop);

/// The verdict on what was seen.
[[nodiscard]] Report judge(const plan::Plan& plan,
                           const Evidence& evidence,
                           const std::string& version);

}  // namespace pinko::app

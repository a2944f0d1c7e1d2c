#pragma once

#include "checker/core/check.hpp"
#include "checker/core/task.hpp"

#include <string>
#include <string_view>

/// How the tests of the tables speak: a check by its id, what was seen, and the sources beside it.
namespace pinko::test {

/// The finding of a check. Throws std::out_of_range when no table has that id.
[[nodiscard]] Finding judged(std::string_view id,
                             const Observation& seen,
                             const Sources& task = {});

/// The text files of the model solution of a task.
[[nodiscard]] Sources model(int task);

/// The same with one file put in, or changed.
[[nodiscard]] Sources with(Sources task, const std::string& path, std::string text);
/// The same without a file.
[[nodiscard]] Sources without(Sources task, const std::string& path);
/// The same with a text replaced in one file. Throws when it is not there.
[[nodiscard]] Sources edited(Sources task,
                             const std::string& path,
                             std::string_view from,
                             std::string_view to);

/// A file of the repository that is there.
[[nodiscard]] FileSeen file(std::string path, std::string bytes);
/// A file of the model.
[[nodiscard]] FileSeen model_file(int task, const std::string& path);
/// One that is not.
[[nodiscard]] FileSeen missing(std::string path);
/// The site of a task with this page.
[[nodiscard]] SiteSeen site(int task, std::string page);
/// The model's site.
[[nodiscard]] SiteSeen model_site(int task);

[[nodiscard]] bool is_passed(const Finding& finding);
[[nodiscard]] bool is_failed(const Finding& finding);
/// True when the finding's cause holds the words.
[[nodiscard]] bool says(const Finding& finding, std::string_view words);

/// 200 with this text.
[[nodiscard]] HttpSeen answer(std::string body, int status = 200);
/// A request that the submission answers as the reference does.
[[nodiscard]] ComparedRequest alike(AskedFor what, AskedHow how = AskedHow::fresh);
/// Such requests for page, files and API.
[[nodiscard]] ComparisonSeen all_alike();

/// A request of the page's script.
[[nodiscard]] BrowserRequest asked(std::string url, int status);

}  // namespace pinko::test

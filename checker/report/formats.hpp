#pragma once

#include "checker/report/writer.hpp"

#include <string>

/// The formats, one function a file. Each takes a report that went through cleaned().
namespace pinko::report {

[[nodiscard]] std::string console(const Report& report, const WriteOptions& options);
[[nodiscard]] std::string json(const Report& report, const WriteOptions& options);
[[nodiscard]] std::string junit(const Report& report, const WriteOptions& options);
[[nodiscard]] std::string tap(const Report& report, const WriteOptions& options);
[[nodiscard]] std::string tap13(const Report& report, const WriteOptions& options);
[[nodiscard]] std::string sarif(const Report& report, const WriteOptions& options);
[[nodiscard]] std::string github(const Report& report, const WriteOptions& options);
[[nodiscard]] std::string markdown(const Report& report, const WriteOptions& options);
[[nodiscard]] std::string gitlab(const Report& report, const WriteOptions& options);
[[nodiscard]] std::string gradescope(const Report& report, const WriteOptions& options);
[[nodiscard]] std::string prairielearn(const Report& report, const WriteOptions& options);
[[nodiscard]] std::string classroom(const Report& report, const WriteOptions& options);
[[nodiscard]] std::string check50(const Report& report, const WriteOptions& options);
[[nodiscard]] std::string classroom50(const Report& report, const WriteOptions& options);
[[nodiscard]] std::string dodona(const Report& report, const WriteOptions& options);
[[nodiscard]] std::string csv(const Report& report, const WriteOptions& options);
[[nodiscard]] std::string html(const Report& report, const WriteOptions& options);

/// The console's block of one task.
[[nodiscard]] std::string console_task(const TaskReport& task, const WriteOptions& options);

}  // namespace pinko::report

#include "checker/app/outputs.hpp"

#include "checker/app/exit_codes.hpp"
#include "checker/app/terminal.hpp"
#include "checker/report/workflow.hpp"
#include "checker/report/writer.hpp"
#include "checker/util/nearest.hpp"
#include "checker/util/text.hpp"
#include "checker/util/write_whole.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace pinko::app {
namespace {

namespace fs = std::filesystem;

std::vector<Output> outputs_of(const Options& options) {
  if (options.outputs.empty()) return {{.format = "console", .file = {}}};
  return options.outputs;
}

report::WriteOptions write_options(const Options& options,
                                   const Output& output,
                                   const std::string& token) {
  report::WriteOptions write;
  if (output.file.empty()) {
    const Terminal terminal = ask_terminal(STDOUT_FILENO, options.color);
    write.color = terminal.color;
    write.width = terminal.width;
    write.stands_in = options.repo.empty() && options.from_evidence.empty();
  }
  write.token = token;
  write.screenshots = options.screenshots;
  write.verbosity = options.verbosity < 0   ? report::Verbosity::quiet
                    : options.verbosity > 0 ? report::Verbosity::verbose
                                            : report::Verbosity::normal;
  return write;
}

/// 128 bits of the system's own randomness, in hexadecimal digits: no submission can know it.
std::string random_token() {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::random_device device;
  std::string token;
  for (int i = 0; i < 32; ++i)
    token += kHex[device() & 0xFU];
  return token;
}

/// The pages as the browser showed them: taskN.png, one a task that has a page.
Status write_screenshots(const std::string& folder, const Report& report) {
  std::error_code error;
  fs::create_directories(folder, error);
  for (const TaskReport& task : report.tasks) {
    const std::string& png = task.pictures.screenshot_png;
    if (png.empty()) continue;
    const fs::path path = fs::path(folder) / ("task" + std::to_string(task.number) + ".png");
    PINKO_TRY(write_file(path.string(), png));
  }
  return {};
}

/// Says before an hour's work what would be said behind it.
Status check_writable(const std::string& path) {
  std::error_code error;
  const std::filesystem::path file = std::filesystem::absolute(path, error);
  const bool folder = std::filesystem::is_directory(file, error);
  const bool there = std::filesystem::exists(file, error);
  const std::string asked = there ? file.string() : file.parent_path().string();
  if (!folder && access(asked.c_str(), W_OK) == 0) return {};
  return fail(ErrorCode::usage,
              "write " + path + ": " +
                  (folder  ? "it is a folder"
                   : there ? "it may not be written"
                           : "there is no folder " + asked + " that may be written"));
}

/// A folder that is there or can be made.
Status check_folder(const std::string& path) {
  std::error_code error;
  fs::path at = fs::absolute(path, error).lexically_normal();
  while (!fs::exists(at, error) && at.has_relative_path())
    at = at.parent_path();
  if (fs::is_directory(at, error) && access(at.c_str(), W_OK | X_OK) == 0) return {};
  return fail(ErrorCode::usage,
              "write pictures to " + path + ": " + at.string() +
                  (fs::is_directory(at, error) ? " may not be written to" : " is no folder"));
}

/// The second of two reports in one file would be all that is left.
Status check_apart(const Options& options) {
  std::set<std::string> seen;
  if (!options.keep_evidence.empty()) seen.insert(options.keep_evidence);
  for (const Output& output : options.outputs) {
    std::error_code error;
    const bool kept = output.file.empty() || fs::is_other(fs::status(output.file, error));
    if (kept || seen.insert(output.file).second) continue;
    return fail(ErrorCode::usage,
                "write " + output.file + ": it is named twice; give each report its own file");
  }
  return {};
}

tl::unexpected<Error> cut_short(const std::string& path) {
  return fail(ErrorCode::disk_full, "write " + path + ": not all of it could be written");
}

}  // namespace

Status check_outputs(const Options& options) {
  PINKO_TRY(check_apart(options));
  if (!options.screenshots.empty()) PINKO_TRY(check_folder(options.screenshots));
  if (!options.keep_evidence.empty()) PINKO_TRY(check_writable(options.keep_evidence));
  for (const Output& output : outputs_of(options)) {
    if (!output.file.empty()) PINKO_TRY(check_writable(output.file));
    if (report::find_writer(output.format) != nullptr) continue;
    std::vector<std::string> names;
    for (const report::Writer& writer : report::all_writers())
      names.emplace_back(writer.name);
    const std::string guess = nearest(output.format, names);
    return fail(ErrorCode::usage,
                "there is no format '" + output.format + "'; " +
                    (guess.empty() ? "" : "did you mean '" + guess + "'? ") + "there are " +
                    join(names, ", "));
  }
  return {};
}

Status write_file(const std::string& path, const std::string& text) {
  std::error_code error;
  const fs::file_status there = fs::symlink_status(path, error);
  if (!fs::exists(there) || fs::is_regular_file(there)) {
    const std::string beside = path + '.' + random_token().substr(0, 8);
    const bool written = write_whole(beside, text);
    const bool begun = fs::exists(beside, error);
    if (written) {
      if (fs::exists(there)) fs::permissions(beside, there.permissions(), error);
      fs::rename(beside, path, error);
      if (!error) return {};
    }
    fs::remove(beside, error);
    // What was there before is worth more than a part of what comes.
    if (begun && !written) return cut_short(path);
  }
  // A device, a pipe, a link, or a file in a folder that takes no other.
  if (write_whole(path, text)) return {};
  if (std::ofstream(path, std::ios::app)) return cut_short(path);
  return fail(ErrorCode::usage, "write " + path + ": it cannot be written there");
}

bool wants_screenshots(const Options& options) {
  if (!options.screenshots.empty() || !options.keep_evidence.empty()) return true;
  return std::ranges::any_of(options.outputs, [](const Output& output) {
    const report::Writer* writer = report::find_writer(output.format);
    return writer != nullptr && writer->shows_pages;
  });
}

Options outputs_as_tasks_end(const Options& options) {
  Options some = options;
  some.screenshots.clear();
  std::erase_if(some.outputs, [](const Output& output) {
    const report::Writer* writer = report::find_writer(output.format);
    return output.file.empty() || writer == nullptr || !writer->as_tasks_end;
  });
  return some;
}

namespace {

/// To its file, or else to stdout.
Status write_out(const Output& output, std::string text, const std::string& token) {
  if (!output.file.empty()) return write_file(output.file, text);
  if (in_workflow()) text = report::for_workflow_log(output.format, std::move(text), token);
  std::cout << text << std::flush;
  return {};
}

}  // namespace

Status write_reports(const Options& options, const Report& report) {
  const std::string token = random_token();
  Status all;
  if (!options.screenshots.empty()) all = write_screenshots(options.screenshots, report);
  for (const Output& output : outputs_of(options)) {
    const report::Writer* writer = report::find_writer(output.format);
    Status written =
        write_out(output, writer->write(report, write_options(options, output, token)), token);
    if (all && !written) all = std::move(written);
  }
  return all;
}

int after_printing(int code) {
  std::cout.flush();
  if (!std::cout.fail()) return code;
  struct stat out {};
  const bool reader_had_enough = fstat(STDOUT_FILENO, &out) == 0 && !S_ISREG(out.st_mode) &&
                                 !S_ISCHR(out.st_mode) && !S_ISBLK(out.st_mode);
  if (reader_had_enough) return code;
  std::cerr << "pinko-check: not all could be printed: standard output takes no more\n";
  return kInfrastructure;
}

}  // namespace pinko::app

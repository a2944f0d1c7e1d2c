#include "checker/report/writer.hpp"
#include "tests/mutants/judge.hpp"
#include "tests/mutants/recording.hpp"
#include "tests/mutants/trial.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <span>

/// The hands of tests/mutants/record: lists and makes mutants, keeps and judges what was seen.
namespace {

using namespace pinko;
using namespace pinko::mutants;

constexpr const char* kUsage = R"(usage: pinko-mutants TOP COMMAND
  list                     name, task, and "files" or "engine" of each mutant
  make NAME FOLDER         its submission, in a folder that does not exist
  options NAME             how pinko-check has to be called for it
  fingerprint NAME         of its edits
  model TASK EVIDENCE      keeps the model's evidence as a recording
  keep NAME EVIDENCE       keeps a mutant's evidence as a recording
  judge NAME EVIDENCE      says what of it is not as the table wants; exit code 1 then
  causes                   the check that leads each mutant's story, and the cause that it names
  json [NAME …]            the report of the recording in JSON, one mutant a line
  show [NAME …]            the report of the recording as a student sees it, and what is wrong
)";

int complain(const std::string& problem) {
  std::cerr << "pinko-mutants: " << problem << '\n';
  return 2;
}

int print_complaints(const Mutant& mutant, const Result<Report>& report) {
  if (!report) return complain(report.error().message);
  const std::vector<std::string> wrong = complaints_about(mutant, report->tasks.front());
  for (const std::string& complaint : wrong)
    std::cout << "WRONG " << mutant.name << ": " << complaint << '\n';
  return wrong.empty() ? 0 : 1;
}

int show(const Mutant& mutant, const Places& places) {
  std::cout << "\n######## " << mutant.name << " (task " << mutant.task << "): " << mutant.what
            << '\n';
  const Result<Report> report = try_recorded(mutant, places);
  if (report) {
    report::WriteOptions options;
    options.width = 110;
    if (mutant.fails.empty()) options.verbosity = report::Verbosity::verbose;
    std::cout << report::find_writer("console")->write(*report, options);
  }
  return print_complaints(mutant, report);
}

int print_json(const Mutant& mutant, const Places& places) {
  const Result<Report> report = try_recorded(mutant, places);
  if (!report) return complain(report.error().message);
  std::string text = report::find_writer("json")->write(*report, {});
  std::erase(text, '\n');
  std::cout << mutant.name << '\t' << text << '\n';
  return 0;
}

int keep(const std::filesystem::path& file, const Result<std::string>& text) {
  if (!text) return complain(text.error().message);
  std::filesystem::create_directories(file.parent_path());
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream << *text;
  return stream.flush() ? 0 : complain("cannot write " + file.string());
}

std::string options_of(const Mutant& mutant, const Places& places) {
  std::string options = "task" + std::to_string(mutant.task);
  if (mutant.commit) options += " --commit HEAD";
  if (mutant.site_template) options += " --template " + places.site.string();
  return options;
}

int with_mutant(const Mutant& mutant, std::span<const std::string> words, const Places& places) {
  const std::string& command = words[0];
  const std::string argument = words.size() > 2 ? words[2] : "";
  if (command == "make") {
    const Status made = make_submission(mutant, places.model, argument);
    return made ? 0 : complain(made.error().message);
  }
  if (command == "options") std::cout << options_of(mutant, places) << '\n';
  if (command == "fingerprint") std::cout << mutant.fingerprint << '\n';
  if (command == "keep") {
    const std::string model = read_whole(places.recordings / recording_of(mutant.task, ""));
    return keep(places.recordings / recording_of(mutant.task, mutant.name),
                record_mutant(mutant, model, read_whole(argument)));
  }
  if (command == "judge") return print_complaints(mutant, try_seen(mutant, read_whole(argument)));
  return 0;
}

int show_all(const std::vector<Mutant>& all,
             std::span<const std::string> names,
             const Places& at,
             int (*show_one)(const Mutant&, const Places&)) {
  int worst = 0;
  for (const Mutant& mutant : all) {
    const bool wanted = names.empty() || std::ranges::find(names, mutant.name) != names.end();
    if (wanted) worst = std::max(worst, show_one(mutant, at));
  }
  return worst;
}

int list_causes(const std::vector<Mutant>& all, const Places& places) {
  for (const Mutant& mutant : all) {
    const Result<Report> report = try_recorded(mutant, places);
    if (!report) return complain(report.error().message);
    const TaskReport& task = report->tasks.front();
    const auto lead = std::ranges::find(task.checks, task.cause, &Verdict::id);
    if (lead == task.checks.end()) continue;
    std::cout << mutant.name << '\t' << lead->id << '\t' << lead->cause_id << '\t' << lead->cause
              << '\n';
  }
  return 0;
}

int run(const Places& places, std::span<const std::string> words) {
  if (words.size() == 3 && words[0] == "model") {
    const int task = words[1].front() - '0';
    return keep(places.recordings / recording_of(task, ""),
                record_model(task, read_whole(words[2])));
  }
  const Result<std::vector<Mutant>> all = read_mutants(places.tables);
  if (!all) return complain(all.error().message);
  if (words[0] == "show") return show_all(*all, words.subspan(1), places, show);
  if (words[0] == "json") return show_all(*all, words.subspan(1), places, print_json);
  if (words[0] == "causes") return list_causes(*all, places);
  if (words[0] == "list") {
    for (const Mutant& one : *all) {
      std::cout << one.name << '\t' << one.task << '\t' << (one.files_only ? "files" : "engine")
                << '\n';
    }
    return 0;
  }
  if (words.size() < 2) return complain(kUsage);
  const auto found = std::ranges::find(*all, words[1], &Mutant::name);
  if (found == all->end()) return complain("there is no mutant " + words[1]);
  return with_mutant(*found, words, places);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return complain(kUsage);
  try {
    return run(Places::below(argv[1]), std::vector<std::string>(argv + 2, argv + argc));
  } catch (const std::exception& problem) {
    return complain(problem.what());
  }
}

#include "checker/engine/docker_client.hpp"
#include "checker/engine/docker_json.hpp"
#include "checker/engine/log_stream.hpp"
#include "checker/engine/tar_reader.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

// What is read from inside a container: its logs, commands run in it, its files, its counters.
namespace pinko::engine {
namespace {

constexpr int kMostLinks = 16;  // a chain longer than that is a loop

std::string seconds_text(std::int64_t ns) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  std::array<char, 48> text{};
  std::snprintf(text.data(),
                text.size(),
                "%lld.%09lld",
                static_cast<long long>(ns / kSecond),
                static_cast<long long>(ns % kSecond));
  return text.data();
}

/// Names of an archive begin with the last part of the path asked for: "html/assets/a.css".
void strip_first_part(std::vector<ArchiveEntry>& entries) {
  for (ArchiveEntry& entry : entries) {
    std::string_view name = entry.path;
    while (name.starts_with("./") || name.starts_with('/')) {
      name.remove_prefix(name.find('/') + 1);
    }
    while (name.ends_with('/'))
      name.remove_suffix(1);
    const std::size_t slash = name.find('/');
    entry.path = std::string(slash == std::string_view::npos ? "" : name.substr(slash + 1));
  }
}

/// Where a link leads, as an absolute path in the container.
std::string link_target(const std::string& path, const std::string& target) {
  const std::filesystem::path from = std::filesystem::path(path).parent_path();
  return (from / target).lexically_normal().string();
}

}  // namespace

Result<std::vector<LogLine>> DockerClient::logs(const std::string& container,
                                                const LogQuery& query,
                                                Deadline deadline) {
  CappedText out({.head = 0, .tail = query.keep});
  CappedText err({.head = 0, .tail = query.keep});
  FrameReader frames(
      [&](bool from_stderr, std::string_view bytes) { (from_stderr ? err : out).append(bytes); });
  std::string path =
      "/containers/" + url_escaped(container) + "/logs?stdout=1&stderr=1&timestamps=1";
  if (query.since_ns > 0) path += "&since=" + seconds_text(query.since_ns);
  PINKO_TRY_ASSIGN(
      const ApiAnswer answer,
      api_->call({.path = path, .deadline = deadline, .on_data = [&](std::string_view bytes) {
                    frames.feed(bytes);
                    return true;
                  }}));
  const std::string what = "read the log of the container " + container;
  if (!answer.ok()) return refusal(what, answer);
  if (answer.timed_out) return fail(ErrorCode::timeout, what + ": not done before its deadline");
  std::vector<LogLine> lines = stamped_lines(std::move(out).text(), false);
  for (LogLine& line : stamped_lines(std::move(err).text(), true))
    lines.push_back(std::move(line));
  std::erase_if(lines, [&](const LogLine& line) { return line.time_ns < query.since_ns; });
  std::ranges::stable_sort(lines, {}, &LogLine::time_ns);
  return lines;
}

Result<OutputSeen> DockerClient::exec(const ExecRequest& request) {
  const std::string what = "run " + (request.argv.empty() ? "nothing" : request.argv.front()) +
                           " in the container " + request.container;
  Json body = {{"AttachStdout", true}, {"AttachStderr", true}, {"Cmd", request.argv}};
  if (!request.user.empty()) body["User"] = request.user;
  PINKO_TRY_ASSIGN(const ApiAnswer made,
                   api_->call({.method = "POST",
                               .path = "/containers/" + url_escaped(request.container) + "/exec",
                               .body = dump(body),
                               .deadline = request.deadline}));
  if (!made.ok()) return refusal(what, made);
  const std::string id = text_at(parse_json(made.body), "Id");

  CappedText out({.head = request.keep / 2, .tail = request.keep / 2});
  CappedText err({.head = request.keep / 2, .tail = request.keep / 2});
  FrameReader frames(
      [&](bool from_stderr, std::string_view bytes) { (from_stderr ? err : out).append(bytes); });
  PINKO_TRY_ASSIGN(const ApiAnswer ran,
                   api_->call({.method = "POST",
                               .path = "/exec/" + id + "/start",
                               .body = R"({"Detach":false,"Tty":false})",
                               .deadline = request.deadline,
                               .stoppable = true,
                               .on_data = [&](std::string_view bytes) {
                                 frames.feed(bytes);
                                 return true;
                               }}));
  if (!ran.ok()) return refusal(what, ran);
  OutputSeen seen;
  seen.timed_out = ran.timed_out;
  seen.truncated = out.cut() || err.cut();
  seen.out = std::move(out).text();
  seen.err = std::move(err).text();
  if (seen.timed_out) return seen;
  PINKO_TRY_ASSIGN(const Json ended, get("/exec/" + id + "/json", what, request.deadline));
  seen.exit_code = static_cast<int>(number_at(ended, "ExitCode"));
  // 126 and 127: the runtime could not start it and printed why.
  constexpr std::string_view kRuntime = "OCI runtime exec failed";
  if (seen.out.starts_with(kRuntime)) seen.start_error = std::exchange(seen.out, {});
  return seen;
}

Result<FolderListing> DockerClient::read(const std::string& container,
                                         const std::string& path,
                                         const ArchiveCap& cap,
                                         Deadline deadline) {
  const std::string what = "read " + path + " of the container " + container;
  std::string wanted = path;
  for (int links = 0; links < kMostLinks; ++links) {
    TarReader tar(cap);
    PINKO_TRY_ASSIGN(
        const ApiAnswer answer,
        api_->call({.path = "/containers/" + url_escaped(container) +
                            "/archive?path=" + url_escaped(wanted),
                    .deadline = deadline,
                    .on_data = [&](std::string_view bytes) { return tar.feed(bytes); }}));
    if (answer.status == kNotFound) {
      const bool no_container =
          engine_message(answer).find("o such container") != std::string::npos;
      if (no_container) return refusal(what, answer);
      return FolderListing{};
    }
    if (!answer.ok()) return refusal(what, answer);
    if (answer.timed_out) return fail(ErrorCode::timeout, what + ": not done before its deadline");
    if (tar.broken()) return fail(ErrorCode::engine, what + ": the answer is no tar stream");
    FolderListing listing{.exists = true, .cut = tar.cut(), .entries = tar.take()};
    if (listing.entries.empty()) return FolderListing{};
    if (listing.entries.front().kind == FileKind::link) {
      wanted = link_target(wanted, listing.entries.front().target);
      continue;
    }
    strip_first_part(listing.entries);
    listing.is_directory = listing.entries.front().kind == FileKind::directory;
    return listing;
  }
  return FolderListing{};
}

Status DockerClient::copy_in(const std::string& container,
                             const std::filesystem::path& folder,
                             const std::string& target,
                             Deadline deadline) {
  return cli_->copy_in(container, folder, target, deadline);
}

Result<NetworkCounters> DockerClient::counters(const std::string& container, Deadline deadline) {
  PINKO_TRY_ASSIGN(
      const Json stats,
      get("/containers/" + url_escaped(container) + "/stats?stream=false&one-shot=true",
          "read the counters of the container " + container,
          deadline));
  return network_counters(stats);
}

}  // namespace pinko::engine

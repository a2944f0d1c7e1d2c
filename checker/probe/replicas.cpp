#include "checker/probe/replicas.hpp"

#include "checker/probe/journey.hpp"
#include "checker/probe/received_bytes.hpp"
#include "checker/probe/turn_sender.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <random>
#include <thread>
#include <tuple>

namespace pinko::probe {
namespace {

using engine::LogLine;
using Logs = std::vector<std::vector<LogLine>>;

using std::chrono::milliseconds;

constexpr int kRows = 2;
constexpr milliseconds kPatience{1500};  ///< for the logs of requests that were answered
constexpr std::size_t kPadding = 2000;   ///< of a target; servers take four thousand bytes and more

/// The number behind `?<sample>-` in a log line; -1 when it is not there.
int mark_in(std::string_view line, std::string_view sample) {
  const std::string mark = '?' + std::string(sample) + '-';
  const std::size_t at = line.find(mark);
  if (at == std::string_view::npos) return -1;
  const char* digits = line.data() + at + mark.size();
  int number = -1;
  std::from_chars(digits, line.data() + line.size(), number);
  return number;
}

/// Puts a replica down for the requests whose marks its log shows.
void note_marks(const std::vector<LogLine>& log,
                int replica,
                std::string_view sample,
                std::vector<int>& who) {
  for (const LogLine& line : log) {
    const int number = mark_in(line.text, sample);
    if (number >= 0 && number < static_cast<int>(who.size())) {
      who[static_cast<std::size_t>(number)] = replica;
    }
  }
}

std::vector<int> by_marks(const Logs& logs, std::string_view sample, int count) {
  std::vector<int> who(static_cast<std::size_t>(count), -1);
  for (std::size_t replica = 0; replica < logs.size(); ++replica) {
    note_marks(logs[replica], static_cast<int>(replica), sample, who);
  }
  return who;
}

std::vector<int> by_time(const Logs& logs, std::string_view target, int count) {
  std::vector<std::tuple<std::int64_t, int>> lines;
  for (std::size_t replica = 0; replica < logs.size(); ++replica) {
    for (const LogLine& line : logs[replica]) {
      if (line.text.find(target) == std::string::npos) continue;
      lines.emplace_back(line.time_ns, static_cast<int>(replica));
    }
  }
  std::vector<int> who(static_cast<std::size_t>(count), -1);
  if (lines.size() != who.size()) return who;
  std::sort(lines.begin(), lines.end());
  std::transform(
      lines.begin(), lines.end(), who.begin(), [](const auto& line) { return std::get<1>(line); });
  return who;
}

bool all_known(const std::vector<int>& who) {
  return std::find(who.begin(), who.end(), -1) == who.end();
}

bool any_known(const std::vector<int>& who) {
  return std::any_of(who.begin(), who.end(), [](int one) { return one >= 0; });
}

/// Takes the rows of a sample one after the other.
class Sampler {
 public:
  Sampler(const SampleReplicas& p,
          const ReplicaScene& scene,
          engine::ContainerEngine& engine,
          HttpClient& client,
          Deadline deadline)
      : probe_(p),
        scene_(scene),
        engine_(engine),
        client_(client),
        deadline_(deadline) {}

  Result<ReplicaSample> take() {
    ReplicaSample sample;
    sample.replicas = static_cast<int>(scene_.replicas.size());
    sample.nginx_workers = scene_.nginx_workers;
    sample.asked = scene_.asked;
    sample.read_from = "logs";
    for (int row = 0; row < kRows; ++row) {
      PINKO_TRY_ASSIGN(Turns turns, take_row(row));
      if (turns.failures == 0 && (!marked_ || !all_known(turns.who))) {
        PINKO_TRY_ASSIGN(turns, counted_or(std::move(turns), sample));
      }
      sample.rows.push_back(std::move(turns));
    }
    sample.journey = journey();
    return sample;
  }

 private:
  /// The moment behind the newest line of each replica's log, by the engine's own clock.
  Result<std::vector<std::int64_t>> cursors() {
    std::vector<std::int64_t> since;
    for (const std::string& replica : scene_.replicas) {
      PINKO_TRY_ASSIGN(const auto lines,
                       engine_.logs(replica, {.since_ns = 0, .keep = 4096}, deadline_));
      since.push_back(lines.empty() ? 0 : lines.back().time_ns + 1);
    }
    return since;
  }

  /// Letters that a server cannot know before it is asked: no log can tell of them in advance.
  static std::string unforeseen() {
    std::random_device source;
    std::string letters;
    for (int i = 0; i < 8; ++i)
      letters += static_cast<char>('a' + source() % 26);
    return letters;
  }

  Result<Turns> take_row(int row) {
    const std::string sample =
        "turn" + std::to_string(row) + (probe_.fresh_connections ? "f" : "k") + unforeseen();
    PINKO_TRY_ASSIGN(const std::vector<std::int64_t> since, cursors());
    Turns turns;
    TurnSender sender(probe_, scene_.address, client_, deadline_);
    for (int i = 0; i < probe_.count; ++i) {
      if (sender.send(marked_target(probe_.target, sample, i))) continue;
      turns.failures += sender.hangs() ? probe_.count - i : 1;
      if (sender.hangs()) break;  // nobody waits for it twenty times
    }
    turns.connections = sender.connections();
    // What nobody answered is in no log, however long one waits.
    PINKO_TRY_ASSIGN(turns.who,
                     await_logs(since, sample, sender.answered() ? kPatience : milliseconds(0)));
    last_ = sender.times();
    last_mark_ = marked_target("", sample, probe_.count - 1);
    return turns;
  }

  /// The way of the last request of all, where the logs show it.
  std::vector<JourneyStop> journey() {
    if (scene_.proxy.empty() || last_mark_.empty()) return {};
    std::vector<ServerLog> logs;
    for (std::size_t i = 0; i < logs_.size(); ++i) {
      const char letter = static_cast<char>('A' + static_cast<int>(i % 26));
      logs.push_back({std::string(probe_.service) + ' ' + letter, std::move(logs_[i])});
    }
    auto proxy =
        engine_.logs(scene_.proxy, {.since_ns = last_.sent_ns, .keep = 64 * 1024}, deadline_);
    if (proxy) logs.push_back({"proxy", *std::move(proxy)});
    return journey_of(last_, last_mark_, logs);
  }

  /// Reads the logs until every request is found in them; the engine writes them a moment after the
  /// answer.
  Result<std::vector<int>> await_logs(const std::vector<std::int64_t>& since,
                                      const std::string& sample,
                                      milliseconds most) {
    const Deadline patience = deadline_.at_most(most);
    for (;;) {
      Logs logs;
      for (std::size_t i = 0; i < scene_.replicas.size(); ++i) {
        PINKO_TRY_ASSIGN(
            std::vector<LogLine> lines,
            engine_.logs(
                scene_.replicas[i], {.since_ns = since[i], .keep = 256 * 1024}, deadline_));
        logs.push_back(std::move(lines));
      }
      marked_ = any_known(by_marks(logs, sample, probe_.count));
      std::vector<int> who = read_turns(logs, probe_.target, sample, probe_.count);
      logs_ = std::move(logs);
      if (all_known(who) || patience.passed()) return who;
      std::this_thread::sleep_for(milliseconds(20));
    }
  }

  /// The row once more, by counters, where the logs lack requests, as Podman's do at times, or gave
  /// it by their stamps alone: these are given when the engine reads a line, and two logs' lines
  /// may well change places.
  Result<Turns> counted_or(Turns stamped, ReplicaSample& sample) {
    const bool told = all_known(stamped.who);
    Result<Turns> counted = take_row_by_counters();
    if ((told || marked_) && (!counted || !all_known(counted->who))) return stamped;
    if (counted) sample.read_from = "counters";
    return counted;
  }

  Result<std::vector<engine::ContainerState>> running() {
    std::vector<engine::ContainerState> states;
    for (const std::string& replica : scene_.replicas) {
      PINKO_TRY_ASSIGN(const auto state, engine_.state(replica, deadline_));
      states.push_back(state.value_or(engine::ContainerState{.id = replica}));
    }
    return states;
  }

  Result<std::vector<std::uint64_t>> received(const std::vector<engine::ContainerState>& replicas) {
    std::vector<std::uint64_t> bytes;
    for (const engine::ContainerState& replica : replicas) {
      PINKO_TRY_ASSIGN(const std::uint64_t came,
                       received_bytes(engine_, replica, scene_.on_this_machine, deadline_));
      bytes.push_back(came);
    }
    return bytes;
  }

  /// One request at a time, larger than all that may come beside it; who received most in between
  /// answered it.
  Result<Turns> take_row_by_counters() {
    Turns turns;
    const std::string target = std::string(probe_.target) + '?' + std::string(kPadding, 'x');
    PINKO_TRY_ASSIGN(const auto replicas, running());
    TurnSender sender(probe_, scene_.address, client_, deadline_);
    PINKO_TRY_ASSIGN(std::vector<std::uint64_t> before, received(replicas));
    for (int i = 0; i < probe_.count; ++i) {
      if (!sender.send(target)) ++turns.failures;
      PINKO_TRY_ASSIGN(const std::vector<std::uint64_t> after, received(replicas));
      turns.who.push_back(most_grown(before, after));
      before = after;
    }
    turns.connections = sender.connections();
    return turns;
  }

  /// A request of HTTP is larger than the noise of a network (ARP, neighbour discovery) between two
  /// looks.
  static int most_grown(const std::vector<std::uint64_t>& before,
                        const std::vector<std::uint64_t>& after) {
    constexpr std::uint64_t kLeastRequest = 200;
    int who = -1;
    std::uint64_t most = kLeastRequest;
    for (std::size_t i = 0; i < before.size(); ++i) {
      // One that was started anew counts from nothing.
      if (after[i] < before[i] || after[i] - before[i] < most) continue;
      most = after[i] - before[i];
      who = static_cast<int>(i);
    }
    return who;
  }

  const SampleReplicas& probe_;
  const ReplicaScene& scene_;
  engine::ContainerEngine& engine_;
  HttpClient& client_;
  Deadline deadline_;
  Logs logs_;            ///< of the last row
  bool marked_ = false;  ///< they show the requests' numbers
  RequestTimes last_;
  std::string last_mark_;
};

}  // namespace

std::string marked_target(std::string_view target, std::string_view sample, int n) {
  return std::string(target) + '?' + std::string(sample) + '-' + std::to_string(n);
}

std::vector<int> read_turns(const Logs& logs_by_replica,
                            std::string_view target,
                            std::string_view sample,
                            int count) {
  std::vector<int> who = by_marks(logs_by_replica, sample, count);
  return any_known(who) ? who : by_time(logs_by_replica, target, count);
}

Result<ReplicaSample> see(const SampleReplicas& p,
                          const ReplicaScene& scene,
                          engine::ContainerEngine& engine,
                          HttpClient& client,
                          Deadline deadline) {
  return Sampler(p, scene, engine, client, deadline).take();
}

}  // namespace pinko::probe

#include "checker/expect/replicas.hpp"

#include "checker/expect/nginx_causes.hpp"
#include "checker/expect/stack.hpp"
#include "checker/expect/turn_order.hpp"
#include "checker/expect/words.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace pinko::expect {
namespace {

constexpr std::string_view kService = "back-end";

char letter(int who) {
  return who >= 0 && who < 26 ? static_cast<char>('A' + who) : '?';
}

std::string sequence(const Turns& row) {
  std::string text;
  for (const int who : row.who) {
    if (!text.empty()) text += ' ';
    text += letter(who);
  }
  return text;
}

std::set<int> askers(const Turns& row) {
  std::set<int> found(row.who.begin(), row.who.end());
  found.erase(-1);
  return found;
}

bool all_failed(const Turns& row) {
  return static_cast<std::size_t>(row.failures) >= row.who.size();
}

/// Servers that all answer alike, and wrongly, take turns as well: what they answer is for another
/// check. Where some answers are right one of the servers is broken, and its turn is lost.
RowSays unless_broken(const Turns& row, RowSays says) {
  if (row.failures == 0) return says;
  return all_failed(row) && says == RowSays::yes ? says : RowSays::no;
}

/// A proxy that closes its connections has each request come to whichever worker is free. That the
/// workers take turns is proof enough where the file asks for nothing else.
RowSays cyclic(const Turns& row, int replicas, const ReplicaSample& sample, const Sources& task) {
  const RowSays says = unless_broken(row, in_order(row, replicas));
  const bool closes = row.connections > 1 && sample.nginx_workers > 0 && row.failures == 0;
  if (says != RowSays::no || !closes || !read_balance(kProxyConf, task).empty()) return says;
  return in_order_by_workers(row, replicas, sample.nginx_workers);
}

/// What is odd about turns that are taken all the same.
std::vector<std::string> notes_on(const Turns& row, int replicas, const Sources& task) {
  std::vector<std::string> notes;
  if (row.failures == 0 && in_order(row, replicas) == RowSays::no) {
    notes.emplace_back(
        "the proxy closes its connections, so each of nginx's workers takes turns by itself");
  }
  if (row.failures > 0) notes.emplace_back("every answer was another than 200");
  if (Reason reading = read_balance(kProxyConf, task); !reading.empty()) {
    notes.push_back("this start took turns, and the next one may not: " + reading.cause);
  }
  return notes;
}

int spread(const Turns& row, int replicas) {
  std::vector<int> counts(static_cast<std::size_t>(replicas), 0);
  for (const int who : row.who) {
    if (who >= 0 && who < replicas) ++counts[static_cast<std::size_t>(who)];
  }
  const auto [least, most] = std::ranges::minmax_element(counts);
  return *most - *least;
}

/// nginx keeps a turn per worker, so each worker may be one request ahead with each replica. Where
/// the number of workers is not known, a quarter of the requests is as far as chance would go.
int most_spread(const ReplicaSample& sample, const Turns& row) {
  if (sample.nginx_workers > 0) return std::max(1, sample.nginx_workers);
  return std::max(1, static_cast<int>(row.who.size()) / 4);
}

RowSays balanced(const Turns& row, int replicas, int limit) {
  if (row.who.size() < kLeastRequests) return RowSays::unknown;
  const int unknown = static_cast<int>(unknowns(row));
  const int difference = spread(row, replicas);
  if (difference > limit + unknown) return RowSays::no;
  return difference + unknown <= limit || unknown == 0 ? RowSays::yes : RowSays::unknown;
}

RowSays even(const Turns& row, int replicas, int limit) {
  return unless_broken(row, balanced(row, replicas, limit));
}

std::string counts_of(const Turns& row) {
  std::map<int, int> counts;
  for (const int who : row.who)
    ++counts[who];
  std::string text;
  for (const auto& [who, count] : counts) {
    if (!text.empty()) text += ", ";
    text += std::string(1, letter(who)) + ' ' + std::to_string(count);
  }
  return text;
}

/// Every server has its share, only the order is not that of turns: A B B A, A A B B.
bool is_doubled(const Turns& row, int replicas) {
  const std::size_t period = 2 * static_cast<std::size_t>(replicas);
  if (row.who.size() < 2 * period || unknowns(row) > 0) return false;
  for (std::size_t i = period; i < row.who.size(); ++i) {
    if (row.who[i] != row.who[i - period]) return false;
  }
  return true;
}

/// What the servers answer is wrong, be it some of the time: no line of proxy.conf is to blame.
void explain_failures(Finding& finding, const Turns& row) {
  const std::string failures = std::to_string(row.failures);
  finding.expected = "200 from each server, every time";
  finding.actual =
      failures + " of " + counted(row.who.size(), "request") + " had another answer than 200";
  finding.cause_id = "one-server-is-broken";
  finding.cause = all_failed(row)
                      ? "no request is answered with 200"
                      : "the same request is answered with 200 one time, and not the next";
  finding.hint = "Look which answer it is, and read in the server's log what it fails on.";
  finding.where.clear();
}

/// Why no turns were taken: what the configuration says, or else what the row looks like.
void explain_order(Finding& finding, const Turns& row, int replicas, const Sources& task) {
  finding.where = place_of_api(kProxyConf, task);
  const auto asked = static_cast<int>(askers(row).size());
  if (Reason reading = read_balance(kProxyConf, task); !reading.empty()) {
    explain(finding, std::move(reading));
  } else if (row.failures > 0) {
    explain_failures(finding, row);
  } else if (asked == 1) {
    finding.cause_id = "proxy-starts-first";
    finding.cause =
        "only one server is ever asked: nginx looks a name up once, when it starts, and "
        "knew one address then";
    finding.hint = "Give the proxy depends_on with back-end, so that it starts after all servers.";
  } else if (asked < replicas) {
    finding.cause_id = "not-all-servers-asked";
    finding.cause = "only " + std::to_string(asked) + " of " + std::to_string(replicas) +
                    " servers are ever asked: nginx knows no more addresses";
    finding.hint = "Write the service's name once in proxy.conf, not the containers' names.";
  } else if (is_doubled(row, replicas)) {
    finding.cause_id = "upstream-listed-twice";
    finding.cause = "each server stands in the list more than once";
    finding.hint = "Name the service once in proxy.conf: the name stands for all its servers.";
  } else if (row.connections > 1) {
    finding.cause_id = "proxy-closes-connections";
    finding.cause =
        "the proxy closed the connection in between, and each of nginx's workers has a "
        "turn of its own";
    finding.hint = "Leave keepalive_timeout and keepalive_requests as they are by default.";
  }
}

Finding not_known() {
  return errored(ErrorCode::engine,
                 "find out which server answered: logs and counters do not tell");
}

struct Count {
  std::size_t yes = 0;
  std::size_t no = 0;
  std::size_t unknown = 0;

  void add(RowSays says) {
    switch (says) {
      case RowSays::yes:
        ++yes;
        return;
      case RowSays::no:
        ++no;
        return;
      case RowSays::unknown:
        ++unknown;
        return;
    }
  }
};

/// Two services and more in place of one that is multiplied: a sample holds the copies of one.
bool written_by_hand(const Sources& task) {
  const auto stack = read_stack(task);
  if (!stack || stack->find(kService) != nullptr) return false;
  return std::ranges::count_if(stack->services, [](const discovery::Service& service) {
           return discovery::guess_role(service) == kService;
         }) > 1;
}

/// What keeps a sample from being judged at all.
std::optional<Finding> no_sample(const ReplicaSample& seen,
                                 int replicas,
                                 std::string wanted,
                                 const Sources& task) {
  if (seen.replicas != replicas) {
    Finding finding = failed(std::move(wanted),
                             counted(static_cast<std::size_t>(seen.replicas), "server") +
                                 " running in place of " + std::to_string(replicas));
    finding.follows = {"service-name", "replicas"};
    if (seen.replicas >= replicas) return finding;
    finding.hint = "Read what the others say: `docker-compose logs back-end`.";
    explain(finding, obstacle_to_scaling(task, kService, replicas));
    return finding;
  }
  if (written_by_hand(task)) {
    Finding finding = failed(std::move(wanted), "services written by hand in place of copies");
    finding.follows = {"service-name"};
    return finding;
  }
  if (seen.rows.empty()) return not_known();
  return std::nullopt;
}

/// Turns that were taken: the next start must not depend on luck.
Finding in_turns(const Turns& row, int replicas, const std::string& wanted, const Sources& task) {
  Reason luck = read_luck(kProxyConf, kService, task);
  if (luck.empty()) return passed(sequence(row), notes_on(row, replicas, task));
  Finding finding = failed(wanted + ", at every start", sequence(row) + ", at this start");
  explain(finding, std::move(luck));
  if (replicas > 2) finding.follows = {"round-robin"};
  return finding;
}

}  // namespace

Finding takes_turns(const ReplicaSample& seen, int usual, const Sources& task) {
  const int replicas = seen.asked > 0 ? seen.asked : usual;
  std::string example;
  for (int i = 0; i < replicas; ++i)
    example += std::string(1, letter(i)) + ' ';
  const std::string wanted = example + "and so on, in any fixed order";
  if (auto finding = no_sample(seen, replicas, wanted, task)) return *std::move(finding);
  Count count;
  const Turns* bad = nullptr;
  for (const Turns& row : seen.rows) {
    const RowSays says = cyclic(row, replicas, seen, task);
    count.add(says);
    if (says == RowSays::no && bad == nullptr) bad = &row;
  }
  if (bad == nullptr && count.unknown > 0) return not_known();
  if (bad == nullptr) return in_turns(seen.rows.front(), replicas, wanted, task);
  if (count.yes > 0) {
    return unstable(wanted, sequence(*bad) + " one time, in turns another");
  }
  Finding finding = failed(wanted, sequence(*bad));
  explain_order(finding, *bad, replicas, task);
  if (replicas > 2) finding.follows = {"round-robin"};
  if (bad->failures > 0) finding.follows.insert(finding.follows.end(), {"api-hello", "replicas"});
  return finding;
}

Finding shares_evenly(const ReplicaSample& seen, int replicas, const Sources& task) {
  const int limit = seen.rows.empty() ? 1 : most_spread(seen, seen.rows.front());
  const std::string wanted = "counts that differ by at most " + std::to_string(limit);
  if (auto finding = no_sample(seen, replicas, wanted, task)) return *std::move(finding);
  Count count;
  const Turns* bad = nullptr;
  for (const Turns& row : seen.rows) {
    const RowSays says = even(row, replicas, limit);
    count.add(says);
    if (says == RowSays::no && bad == nullptr) bad = &row;
  }
  if (bad == nullptr && count.unknown > 0) return not_known();
  if (bad == nullptr) return passed(counts_of(seen.rows.front()));
  if (count.yes > 0) return unstable(wanted, counts_of(*bad) + " one time, even another");
  Finding finding = failed(wanted, counts_of(*bad));
  explain_order(finding, *bad, replicas, task);
  finding.follows = {"round-robin"};
  if (bad->failures > 0) finding.follows.insert(finding.follows.end(), {"api-hello", "replicas"});
  return finding;
}

}  // namespace pinko::expect

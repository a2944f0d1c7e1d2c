#include "checker/engine/owner.hpp"

#include "checker/util/sha256.hpp"
#include "checker/util/text.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace pinko::engine {
namespace {

namespace fs = std::filesystem;

/// Twice what `--timeout` may be: clocks of two machines differ.
constexpr std::int64_t kLongestRun = std::int64_t{2} * 86400;
/// The first pid namespace of every kernel (PROC_PID_INIT_INO).
constexpr std::string_view kFirstNamespace = "4026531836";
constexpr std::size_t kShort = 8;
constexpr std::size_t kDigest = 16;

std::string first_line(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::string target_of(const fs::path& link) {
  std::error_code error;
  return fs::read_symlink(link, error).string();
}

/// When a process started, in the kernel's ticks since boot (proc(5), field 22 of stat), or
/// "ended"; empty when there is no such process or the system does not tell.
std::string start_time(pid_t pid) {
  const std::string stat = first_line("/proc/" + std::to_string(pid) + "/stat");
  const std::size_t name_end = stat.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream fields(stat.substr(name_end + 1));
  std::string field;
  fields >> field;  // the third: its state
  if (field == "Z" || field == "X") return "ended";
  for (int i = 0; i < 19; ++i)
    fields >> field;
  return field;
}

/// What the system knows the machine by, with the addresses of its network cards: copies of a
/// virtual machine often have the former in common.
std::string machine_digest() {
  const std::string id = first_line("/etc/machine-id");
  std::set<std::string> cards;
  std::error_code error;
  fs::directory_iterator at("/sys/class/net", error);
  for (const fs::directory_iterator end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (fs::exists(at->path() / "device", ignored))
      cards.insert(first_line(at->path() / "address"));
  }
  if (id.empty() || cards.empty()) return {};
  std::string all = id;
  for (const std::string& card : cards)
    all += ' ' + card;
  return sha256(all).substr(0, kDigest);
}

std::int64_t boot_time() {
  std::ifstream file("/proc/stat");
  std::string word;
  while (file >> word) {
    std::int64_t seconds = 0;
    if (word == "btime" && file >> seconds) return seconds;
  }
  return 0;
}

Place find_place() {
  Place place;
#if defined(__linux__)
  // With the /proc of another namespace no number means what it says there.
  if (target_of("/proc/self") != std::to_string(getpid())) return place;
  place.boot = first_line("/proc/sys/kernel/random/boot_id").substr(0, kShort);
  const std::string processes = target_of("/proc/self/ns/pid");  // "pid:[4026531836]"
  const std::size_t from = processes.find('[') + 1;
  if (from != 0) place.processes = processes.substr(from, processes.find(']') - from);
  if (place.processes == kFirstNamespace) place.machine = machine_digest();
  place.booted = boot_time();
#else
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return place;
  place.boot = sha256(name.data()).substr(0, kDigest);
  place.processes = "all";
#endif
  return place;
}

std::string owner_text(pid_t pid, const std::string& started, const Place& place) {
  std::string text = std::to_string(pid) + ":" + started + "@" + place.boot + "." + place.processes;
  if (!place.machine.empty()) text += "." + place.machine;
  return text;
}

std::int64_t number_in(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

OwnerState state_of_process(std::string_view name) {
  const auto pid = static_cast<pid_t>(number_in(name));
  const std::size_t colon = name.find(':');
  if (pid <= 0 || colon == std::string_view::npos) return OwnerState::ended;
  const bool there = kill(pid, 0) == 0 || errno == EPERM;
  const std::string started = start_time(pid);
  // Where the system tells no start times the number alone has to do.
  const bool same = started.empty() || name.substr(colon + 1) == started;
  return there && same ? OwnerState::alive : OwnerState::ended;
}

}  // namespace

const Place& this_place() {
  static const Place place = find_place();
  return place;
}

std::string owner_of(int pid) {
  return owner_text(pid, start_time(pid), this_place());
}

std::string owner_of_this_process() {
  return owner_of(getpid());
}

OwnerState state_of(const std::string& owner, const Place& here) {
  const std::size_t at = owner.find('@');
  if (at == std::string::npos || here.boot.empty() || here.processes.empty()) {
    return OwnerState::elsewhere;
  }
  const std::vector<std::string_view> place = split(std::string_view(owner).substr(at + 1), '.');
  if (place.size() < 2) return OwnerState::elsewhere;
  if (place[0] == here.boot) {
    return place[1] == here.processes ? state_of_process(std::string_view(owner).substr(0, at))
                                      : OwnerState::elsewhere;
  }
  const bool same_machine = place.size() > 2 && !here.machine.empty() && place[2] == here.machine;
  return same_machine ? OwnerState::restarted : OwnerState::elsewhere;
}

bool is_left_over(const Labels& labels, const Judging& judging) {
  const auto owner = labels.find(kOwnerLabel);
  if (owner == labels.end()) return false;
  const auto found = labels.find(kMadeLabel);
  const std::int64_t made = found == labels.end() ? 0 : number_in(found->second);
  const bool old = made > 0 && made + kLongestRun < judging.now;
  switch (state_of(owner->second, judging.here)) {
    case OwnerState::alive:
      return false;
    case OwnerState::ended:
      return true;
    case OwnerState::restarted:
      // Copies of one machine may share an engine elsewhere; here it was restarted with us.
      return old || (judging.own_socket && made > 0 && made < judging.here.booted);
    case OwnerState::elsewhere:
      break;
  }
  return old;
}

}  // namespace pinko::engine

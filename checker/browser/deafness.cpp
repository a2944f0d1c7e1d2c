#include "checker/browser/deafness.hpp"

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <array>
#include <cerrno>
#include <cstddef>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

namespace pinko::browser {
namespace {

#if defined(__x86_64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_X86_64;
#else
constexpr unsigned kArchitecture = AUDIT_ARCH_AARCH64;
#endif

/// The low half of an argument: both machines are little-endian.
constexpr unsigned argument(unsigned number) {
  return static_cast<unsigned>(offsetof(seccomp_data, args)) + 8 * number;
}

constexpr sock_filter load(unsigned offset) {
  return {.code = BPF_LD | BPF_W | BPF_ABS, .jt = 0, .jf = 0, .k = offset};
}

/// Goes on where the loaded word is `value`, else skips `rest` instructions.
constexpr sock_filter unless(unsigned value, unsigned char rest) {
  return {.code = BPF_JMP | BPF_JEQ | BPF_K, .jt = 0, .jf = rest, .k = value};
}

constexpr sock_filter give(unsigned verdict) {
  return {.code = BPF_RET | BPF_K, .jt = 0, .jf = 0, .k = verdict};
}

}  // namespace

bool deafen_this_thread() {
  std::array filter{load(offsetof(seccomp_data, arch)),
                    unless(kArchitecture, 7),
                    load(offsetof(seccomp_data, nr)),
                    unless(SYS_socket, 5),
                    load(argument(0)),
                    unless(AF_NETLINK, 3),
                    load(argument(2)),
                    unless(NETLINK_ROUTE, 1),
                    give(SECCOMP_RET_ERRNO | EAFNOSUPPORT),
                    give(SECCOMP_RET_ALLOW)};
  const sock_fprog program{.len = static_cast<unsigned short>(filter.size()),
                           .filter = filter.data()};
  const auto install = [&program] {
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
  };
  if (install()) return true;
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && install();
}

}  // namespace pinko::browser

#else

namespace pinko::browser {

bool deafen_this_thread() {
  return false;
}

}  // namespace pinko::browser

#endif

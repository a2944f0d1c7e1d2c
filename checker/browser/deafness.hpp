#pragma once

namespace pinko::browser {

/// From now on the calling thread, and every program that it starts, cannot ask the system about
/// its networks (netlink(7), NETLINK_ROUTE). Chromium breaks off every connection when a network of
/// the machine comes or goes, as each stack of containers makes them do; told of none, it takes the
/// networks for steady. False where that is not to be had; nothing has changed then.
///
/// A thread of a user other than root, and what it starts, can gain no rights by a program's mode
/// either (PR_SET_NO_NEW_PRIVS): a browser that needs such a helper to start does not start.
[[nodiscard]] bool deafen_this_thread();

}  // namespace pinko::browser

#pragma once

#include "checker/browser/devtools.hpp"
#include "checker/core/result.hpp"
#include "checker/util/deadline.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

namespace pinko::browser {

/// What arrived for one user of a Link and was not taken yet, in order.
class Mailbox {
 public:
  /// The next event. Nothing when `until` came, a stop was asked for, or the browser is gone and
  /// all that it said has been taken.
  [[nodiscard]] std::optional<Event> next(Deadline::Clock::time_point until, std::stop_token stop);

  [[nodiscard]] bool closed() const;
  /// Events that were thrown away because nobody took them fast enough.
  [[nodiscard]] std::size_t dropped() const;

 private:
  friend class Link;
  void put(Event event);
  void close();

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Event> events_;
  std::size_t dropped_ = 0;
  bool closed_ = false;
};

/// The conversation with one browser: commands go out, replies and events come back to whom they
/// are for. Safe to use from several threads.
class Link {
 public:
  /// Takes a connected stream socket, whose other end the browser reads from and writes to.
  explicit Link(int socket);
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  Link(Link&&) = delete;
  Link& operator=(Link&&) = delete;

  [[nodiscard]] std::shared_ptr<Mailbox> open_mailbox();

  /// Sends a command, whose reply goes to `mailbox`; returns the reply's id. Where the browser is
  /// gone the mailbox is closed.
  int send(const std::shared_ptr<Mailbox>& mailbox, const Command& command);

  /// Events of this session go to `mailbox` from now on, or nowhere.
  void route(const std::string& session, std::shared_ptr<Mailbox> mailbox);
  void unroute(const std::string& session);

  [[nodiscard]] bool closed() const;

 private:
  void read_all();
  void take_bytes(std::string_view bytes);
  void deliver(std::string_view text);
  void close_all();
  [[nodiscard]] bool write_all(std::string_view bytes);

  int socket_ = -1;
  std::string partial_;    ///< a message that has not come whole; only the reader uses it
  bool skipping_ = false;  ///< within a message that is too long to keep
  std::mutex writing_;
  mutable std::mutex mutex_;  ///< guards all below
  int last_id_ = 0;
  bool closed_ = false;
  std::map<int, std::weak_ptr<Mailbox>> waiting_;
  std::map<std::string, std::shared_ptr<Mailbox>> routes_;
  std::thread reader_;
};

}  // namespace pinko::browser

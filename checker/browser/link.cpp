#include "checker/browser/link.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace pinko::browser {
namespace {

constexpr std::size_t kLongestMessage = 32U << 20;
constexpr std::size_t kMostEvents = 20000;
constexpr std::chrono::seconds kLongestWrite{5};

}  // namespace

std::optional<Event> Mailbox::next(Deadline::Clock::time_point until, std::stop_token stop) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, std::move(stop), until, [this] { return !events_.empty() || closed_; });
  if (events_.empty()) return std::nullopt;
  Event event = std::move(events_.front());
  events_.pop_front();
  return event;
}

bool Mailbox::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_ && events_.empty();
}

std::size_t Mailbox::dropped() const {
  const std::lock_guard lock(mutex_);
  return dropped_;
}

void Mailbox::put(Event event) {
  {
    const std::lock_guard lock(mutex_);
    // A reply or the page's end is never thrown away: somebody waits for it.
    const bool must_come =
        std::holds_alternative<Reply>(event) || std::holds_alternative<PageGone>(event);
    if (events_.size() >= kMostEvents && !must_come) {
      ++dropped_;
      return;
    }
    events_.push_back(std::move(event));
  }
  changed_.notify_all();
}

void Mailbox::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
}

Link::Link(int socket)
    : socket_(socket),
      reader_([this] { read_all(); }) {}

Link::~Link() {
  shutdown(socket_, SHUT_RDWR);  // wakes the reader
  reader_.join();
  ::close(socket_);
}

std::shared_ptr<Mailbox> Link::open_mailbox() {
  auto mailbox = std::make_shared<Mailbox>();
  if (closed()) mailbox->close();
  return mailbox;
}

int Link::send(const std::shared_ptr<Mailbox>& mailbox, const Command& command) {
  int id = 0;
  {
    const std::lock_guard lock(mutex_);
    id = ++last_id_;
    if (!closed_) waiting_[id] = mailbox;
  }
  std::string bytes = wire_text(id, command);
  bytes.push_back('\0');
  if (closed() || !write_all(bytes)) mailbox->close();
  return id;
}

void Link::route(const std::string& session, std::shared_ptr<Mailbox> mailbox) {
  const std::lock_guard lock(mutex_);
  if (closed_) mailbox->close();
  routes_[session] = std::move(mailbox);
}

void Link::unroute(const std::string& session) {
  const std::lock_guard lock(mutex_);
  routes_.erase(session);
}

bool Link::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

void Link::read_all() {
  std::vector<char> buffer(1U << 16);
  while (true) {
    const ssize_t got = read(socket_, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    take_bytes(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
  }
  close_all();
}

void Link::take_bytes(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\0');
    const bool whole = end != std::string_view::npos;
    if (!skipping_) partial_.append(bytes.substr(0, end));
    if (partial_.size() > kLongestMessage) {
      skipping_ = true;
      partial_ = {};
    }
    if (!whole) return;
    if (!skipping_) deliver(partial_);
    skipping_ = false;
    partial_.clear();
    bytes.remove_prefix(end + 1);
  }
}

void Link::deliver(std::string_view text) {
  Result<Message> message = parse_message(text);
  if (!message || std::holds_alternative<Ignored>(message->event)) return;
  std::shared_ptr<Mailbox> mailbox;
  {
    const std::lock_guard lock(mutex_);
    if (const Reply* reply = std::get_if<Reply>(&message->event); reply != nullptr) {
      const auto found = waiting_.find(reply->id);
      if (found == waiting_.end()) return;
      mailbox = found->second.lock();
      waiting_.erase(found);
    } else if (const auto found = routes_.find(message->session); found != routes_.end()) {
      mailbox = found->second;
    }
  }
  if (mailbox) mailbox->put(std::move(message->event));
}

void Link::close_all() {
  std::vector<std::shared_ptr<Mailbox>> mailboxes;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (const auto& [id, mailbox] : waiting_) {
      if (auto held = mailbox.lock()) mailboxes.push_back(std::move(held));
    }
    for (const auto& [session, mailbox] : routes_) {
      mailboxes.push_back(mailbox);
    }
    waiting_.clear();
  }
  for (const auto& mailbox : mailboxes) {
    mailbox->close();
  }
}

bool Link::write_all(std::string_view bytes) {
  const std::lock_guard lock(writing_);
  const Deadline deadline = Deadline::in(kLongestWrite);
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno != EAGAIN) return false;
    pollfd wait{.fd = socket_, .events = POLLOUT, .revents = 0};
    if (poll(&wait, 1, static_cast<int>(deadline.left().count())) <= 0 && deadline.passed()) {
      return false;
    }
  }
  return true;
}

}  // namespace pinko::browser

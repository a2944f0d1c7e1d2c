#pragma once

#include "reference/net/body.hpp"
#include "reference/net/buffer.hpp"
#include "reference/net/http_connection.hpp"
#include "reference/net/socket.hpp"
#include "reference/net/task.hpp"
#include "reference/proxy/rewrite.hpp"
#include "reference/proxy/upstream.hpp"
#include "reference/proxy/worker.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace reference::proxy {

/// What becomes of the client's connection after an exchange.
enum class Next : std::uint8_t {
  wait,  ///< for the next request
  close,
  close_gently,  ///< the client may still be sending
};

/// One request and its answer on their way through the proxy.
class Exchange {
 public:
  Exchange(Worker& worker, net::Socket& client, net::Input& input, std::string_view client_address);

  /// Takes the request in, from the head that has arrived in the input.
  net::Refusal take(const net::ArrivedHead& arrived);

  /// Passes the request on, and the answer back.
  net::Task<Next> pass_on();

  /// Answers in the proxy's own name; what a refused request leaves unread ends the connection.
  net::Task<Next> refuse(net::Refusal refusal);

 private:
  /// How an attempt with one peer ended.
  enum class Attempt : std::uint8_t {
    answered,   ///< the client has the answer
    cut_short,  ///< it has a part, and no more will come
    refused,    ///< the client's own request turned out bad
    unsent,     ///< the peer was not reached: anyone may have the request
    no_answer,  ///< sent, and nothing came back
  };

  net::Refusal prepare(std::string_view head);
  net::Refusal choose_upstream(const net::RequestHead& request);
  void open_body();
  net::Task<Attempt> attempt(const std::shared_ptr<Peer>& peer);
  net::Task<Attempt> converse(net::Socket& server, const Peer& peer);
  net::Task<Attempt> converse_during_upload(net::Socket& server, const Peer& peer);
  net::Soon<net::Transfer> send_request(net::Socket& server);
  net::Task<> upload(net::Socket& server);
  net::Task<bool> upload_part(net::Socket& server, net::BlockSize& size);

  // The answer's way: delivery.cpp.
  net::Task<Attempt> deliver(net::Socket& server, const Peer& peer);
  void open_answer();
  net::Task<Attempt> relay(net::Socket& server, net::Input& input);
  net::Soon<net::Transfer> send_answer(std::string_view head, std::string_view data, bool last);
  net::Task<> relay_interim();
  Attempt blame(const Peer& peer, int error, std::string_view doing);
  void log_answer(int status, const Peer* peer);

  [[nodiscard]] bool may_repeat() const { return idempotent_ && body_complete_; }
  [[nodiscard]] Next after_answer() const;

  Worker& worker_;
  net::Socket& client_;
  net::Input& input_;
  std::string_view client_address_;
  Upstream* upstream_ = nullptr;

  // The request, as it leaves, and what must be known of it once its octets are gone.
  net::Output request_{net::BlockSize::small};
  net::BodyDecoder request_body_{net::Framing{}};
  net::BodyEncoder request_encoder_{false};
  net::BodyDecoder::Part first_part_;  ///< of the body: what came along with the head
  bool body_complete_ = true;          ///< and that was all
  bool idempotent_ = false;
  bool is_head_ = false;
  bool keep_alive_ = true;
  int minor_version_ = 1;
  std::uint64_t body_octets_ = 0;

  // How it goes.
  bool uploading_ = false;
  net::Refusal client_fault_;  ///< found while the body was on its way
  net::Refusal failure_{502, "no peer is known"};
  std::string failure_text_;
  net::Output answer_{net::BlockSize::small};
  net::BodyDecoder answer_body_{net::Framing{}};
  net::BodyEncoder answer_encoder_{false};
  bool server_reusable_ = false;
  std::uint64_t answer_octets_ = 0;
  net::Deadline began_;
  std::string logged_request_;
};

}  // namespace reference::proxy

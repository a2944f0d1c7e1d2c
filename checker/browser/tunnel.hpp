#pragma once

#include <cstdint>
#include <netinet/in.h>
#include <string>
#include <vector>

namespace pinko::browser {

/// Where own hosts are: an address, and the ports there that exist; none: all.
struct Destination {
  in_addr address{};
  std::vector<std::uint16_t> ports;
};

/// One connection of a browser through a door: the SOCKS talk, then bytes both ways until both
/// sides have closed. Never waits; poll() says when to turn.
class Tunnel {
 public:
  /// Takes a connected, non-blocking socket of the browser; `to` must outlive the tunnel.
  Tunnel(int browser, const Destination& to);
  ~Tunnel();
  Tunnel(const Tunnel&) = delete;
  Tunnel& operator=(const Tunnel&) = delete;
  Tunnel(Tunnel&&) = delete;
  Tunnel& operator=(Tunnel&&) = delete;

  [[nodiscard]] int browser() const { return browser_.socket; }
  [[nodiscard]] int server() const { return server_.socket; }  ///< -1 while there is none
  [[nodiscard]] short browser_wants() const;                   ///< events for poll()
  [[nodiscard]] short server_wants() const;

  /// Does all that can be done without waiting. False when the tunnel has ended.
  [[nodiscard]] bool turn();

 private:
  enum class State { greeting, request, connecting, open };

  struct Side {
    int socket = -1;
    std::string out;     ///< to be sent to this side
    bool ended = false;  ///< sends nothing more
    bool shut = false;   ///< was told that nothing more comes
    bool reset = false;  ///< broke the connection
  };

  [[nodiscard]] bool negotiate();
  [[nodiscard]] bool greet();
  [[nodiscard]] bool connect_server();
  [[nodiscard]] bool finish_connecting();
  void refuse();
  static void receive(Side& from, Side& to);
  static void send(Side& to, const Side& from);

  const Destination& to_;
  State state_ = State::greeting;
  bool refused_ = false;
  Side browser_;
  Side server_;
};

}  // namespace pinko::browser

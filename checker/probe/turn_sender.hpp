#pragma once

#include "checker/core/probe.hpp"
#include "checker/probe/http.hpp"
#include "checker/probe/journey.hpp"
#include "checker/util/deadline.hpp"

#include <memory>
#include <string>

namespace pinko::probe {

/// Sends the requests of one row of a sample, on one connection or each on one of its own. A busy
/// machine has much more time for each than a server needs. A proxy that lets only so many pass in
/// a second (limit_req) is asked again until it does: what it refuses reaches nobody.
class TurnSender {
 public:
  /// `address`: of the run. Nothing is waited for beyond `deadline`.
  TurnSender(const SampleReplicas& p, std::string address, HttpClient& client, Deadline deadline);

  /// Sends one request, again where it is refused for now; true when it was answered with 200.
  bool send(const std::string& target);

  /// Connections that were made for the row.
  [[nodiscard]] int connections() const { return connections_; }
  /// True when any of the requests had an answer, whatever its status.
  [[nodiscard]] bool answered() const { return answered_; }
  /// True when the last request had no answer in all its time.
  [[nodiscard]] bool hangs() const { return hangs_; }
  /// Of the last request.
  [[nodiscard]] const RequestTimes& times() const { return times_; }

 private:
  const SampleReplicas& probe_;
  std::string address_;
  Deadline deadline_;
  std::unique_ptr<HttpSession> session_;
  PatientSender sender_;
  RequestTimes times_;
  int connections_ = 0;
  bool answered_ = false;
  bool hangs_ = false;
};

}  // namespace pinko::probe

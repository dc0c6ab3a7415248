// A subscription of the C library, and one question with its answer. Waits so that the running test
// can end: the library's own requests and its js_* calls cannot be interrupted.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "foundation/nats/detail/connection.hpp"

namespace dyntest::nats::detail {

class Listener {
 public:
  // Its errors lack the server's address, as do those of `next`.
  static base::Result<std::unique_ptr<Listener>> open(std::shared_ptr<Connection> connection,
                                                      const std::string& subject,
                                                      const std::string& queue = {});
  // On a subject of its own.
  static base::Result<std::unique_ptr<Listener>> open_inbox(std::shared_ptr<Connection> connection);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // The next message; null when the deadline passed on a healthy connection.
  base::Result<MessageHandle> next(base::Deadline deadline);
  const std::string& subject() const { return subject_; }
  Connection& connection() { return *connection_; }

 private:
  Listener(std::shared_ptr<Connection> connection, natsSubscription* handle, std::string subject)
      : connection_{std::move(connection)}, handle_{handle}, subject_{std::move(subject)} {}

  std::shared_ptr<Connection> connection_;
  SubscriptionHandle handle_;
  std::string subject_;
};

// Publishes and waits for one reply, which may be an error of the kind `nobody_there`. With an id,
// as the header Nats-Msg-Id. Errors lack the server's address.
base::Result<MessageHandle> ask(const std::shared_ptr<Connection>& connection,
                                const std::string& subject, std::string_view data,
                                const std::string& id, base::Deadline deadline);

std::string_view data_of(natsMsg* message);

}  // namespace dyntest::nats::detail

// A client of a NATS server: publish, subscribe, request and reply.
//
// Who uses it: whatever talks over NATS, and tests that listen in. Core NATS only (streams:
// jetstream.hpp); no headers, no credentials but those in the url.
// Every error starts with the server's address: `nats at nats://127.0.0.1:4222: connection
// refused`.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"

namespace dyntest::nats {

inline constexpr auto default_budget = std::chrono::seconds{5};

// The kind of an error at once: nobody has subscribed to the subject of a request.
inline constexpr base::ErrorKind nobody_there{"nobody there"};

struct Message {
  std::string subject;
  std::string reply_to;  // empty: no reply is expected
  std::string data;
  bool operator==(const Message&) const = default;
};

struct Connection;  // shared by a client and its subscriptions; closed with the last of them

// The messages of a subject. One thread at a time.
class Subscription {
 public:
  Subscription(Subscription&&) noexcept;
  Subscription& operator=(Subscription&&) noexcept;
  // Unsubscribes. Blocks for a round trip to the server, for 50 ms at most.
  ~Subscription();

  // The next message; nothing when the deadline passed on a healthy connection. Blocks until then;
  // may throw os::Interrupted.
  base::Result<std::optional<Message>> next(base::Deadline deadline);

 private:
  friend class Client;
  struct State;
  explicit Subscription(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// May be used by several threads at once. Reconnects by itself when the server comes back; what is
// published meanwhile is sent then, and `flush` tells whether it arrived.
class Client {
 public:
  // `url` as in NATS_SERVER: `nats://` may be missing; of a list, the first that answers is used. A
  // refused connection is an error at once; a silent server is waited for. Blocks until the
  // deadline; may throw os::Interrupted, at most 1 s late.
  static base::Result<Client> connect(std::string_view url, base::Deadline deadline);

  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ~Client();  // sends what is still buffered, if the connection stands; waits for no answer

  const std::string& url() const;

  // Hands the message to the connection; see `flush`.
  base::Status publish(std::string_view subject, std::string_view data);
  // Publishes to where the sender of `request` waits; an error if it expects no reply.
  base::Status reply(const Message& request, std::string_view data);
  // When it returns, the server knows of the subscription: no later message is missed. Subscribers
  // of one `queue` share the messages, each gets some.
  base::Result<Subscription> subscribe(
      std::string_view subject, std::string_view queue = {},
      base::Deadline deadline = base::Deadline::in(default_budget));
  // Publishes and waits for one reply. An error at once if nobody has subscribed to the subject.
  base::Result<Message> request(std::string_view subject, std::string_view data,
                                base::Deadline deadline = base::Deadline::in(default_budget));
  // Blocks until the server has taken all that was published before; may throw os::Interrupted.
  base::Status flush(base::Deadline deadline = base::Deadline::in(default_budget));

 private:
  friend class JetStream;
  explicit Client(std::shared_ptr<Connection> connection);

  std::shared_ptr<Connection> connection_;
};

}  // namespace dyntest::nats

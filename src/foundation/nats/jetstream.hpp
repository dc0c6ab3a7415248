// JetStream: messages that a server keeps, in numbered streams, for consumers that confirm them.
//
// Who uses it: programs that must lose nothing, and tests that look at what they left. Speaks
// JetStream's own subjects ($JS.API.…) over a core connection, so that every wait can be
// interrupted. Durable pull consumers only: no push, no ordered consumers, no key-value buckets.
// Errors start with the server's address, and say what JetStream said: `nats at …: stream orders:
// stream not found (10059)`.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "foundation/nats/client.hpp"

namespace dyntest::nats {

// Kinds of errors. No such stream or consumer:
inline constexpr base::ErrorKind not_found{"not found"};
// A publish was sent and no acknowledgement came: the message may be in the stream, or not.
inline constexpr base::ErrorKind outcome_unknown{"outcome unknown"};

struct StreamConfig {
  std::string name = {};
  std::vector<std::string> subjects = {};  // empty = the name itself
  int replicas = 1;                        // servers that keep it; more than one needs a cluster
  bool in_memory = false;                  // gone with its servers
  std::int64_t messages_max = -1;          // -1 = no limit; older ones are dropped
};

struct StreamInfo {
  std::string name;
  std::vector<std::string> subjects;
  int replicas = 1;
  std::uint64_t messages = 0;  // held now
  std::uint64_t bytes = 0;
  std::uint64_t first_sequence = 0;
  std::uint64_t last_sequence = 0;
  std::uint64_t consumers = 0;
  std::string leader;                   // a server's name; empty without a cluster or a leader
  std::vector<std::string> up_to_date;  // replicas beside the leader that hold all it holds
};

struct ConsumerConfig {
  std::string name = {};
  std::string filter = {};  // a subject; empty = all of the stream
  // What is not acknowledged within this time is delivered again.
  base::Duration ack_wait = std::chrono::seconds{30};
  std::int64_t deliveries_max = -1;
};

struct ConsumerInfo {
  std::uint64_t pending = 0;                // not delivered yet
  std::uint64_t ack_pending = 0;            // delivered, not acknowledged
  std::uint64_t redelivered = 0;            // of those
  std::uint64_t delivered_sequence = 0;     // of the stream
  std::uint64_t acknowledged_sequence = 0;  // up to here, all of them
};

struct PublishAck {
  std::string stream;
  std::uint64_t sequence = 0;
  bool duplicate = false;  // its id was there already: nothing was added
};

struct Delivery {
  std::string subject;
  std::string data;
  std::uint64_t sequence = 0;    // in the stream
  std::uint64_t deliveries = 0;  // of this message, with this one
  std::uint64_t pending = 0;     // behind it for this consumer
  std::string ack_to;
};

// A durable consumer, which outlives this handle and its client. One thread at a time.
class Consumer {
 public:
  Consumer(Consumer&&) noexcept;
  Consumer& operator=(Consumer&&) noexcept;
  ~Consumer();

  // Up to `count` messages: returns when it has them, or at the deadline with those that came. Goes
  // on through elections and reconnections; an error if there is no connection at the deadline and
  // nothing came. May throw os::Interrupted.
  base::Result<std::vector<Delivery>> fetch(std::size_t count, base::Deadline deadline);
  // Returns when the server has confirmed it.
  base::Status ack(const Delivery& delivery,
                   base::Deadline deadline = base::Deadline::in(default_budget));
  // Deliver it again, at once. Does not wait for the server.
  base::Status nak(const Delivery& delivery);

 private:
  friend class JetStream;
  struct State;
  explicit Consumer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// May be used by several threads at once; outlives the client that it was made of. Each call blocks
// until its deadline at most, and may throw os::Interrupted. Calls but `publish` may be repeated
// safely: adding what is there in the same shape is no error.
class JetStream {
 public:
  explicit JetStream(const Client& client) : connection_{client.connection_} {}

  base::Result<StreamInfo> add_stream(const StreamConfig& config,
                                      base::Deadline deadline = base::Deadline::in(default_budget));
  base::Result<StreamInfo> stream(const std::string& name,
                                  base::Deadline deadline = base::Deadline::in(default_budget));
  base::Result<std::vector<std::string>> stream_names(
      base::Deadline deadline = base::Deadline::in(default_budget));
  base::Status delete_stream(const std::string& name,
                             base::Deadline deadline = base::Deadline::in(default_budget));

  // Returns when the stream has it, on most of its replicas. With an `id`, a second message of that
  // id within two minutes adds nothing: so a publish of unknown outcome can be repeated.
  base::Result<PublishAck> publish(std::string_view subject, std::string_view data,
                                   const std::string& id = {},
                                   base::Deadline deadline = base::Deadline::in(default_budget));

  // Makes the consumer if it is not there.
  base::Result<Consumer> consumer(const std::string& stream, const ConsumerConfig& config,
                                  base::Deadline deadline = base::Deadline::in(default_budget));
  base::Result<ConsumerInfo> consumer_info(
      const std::string& stream, const std::string& name,
      base::Deadline deadline = base::Deadline::in(default_budget));
  base::Status delete_consumer(const std::string& stream, const std::string& name,
                               base::Deadline deadline = base::Deadline::in(default_budget));

 private:
  // The answer's JSON, if it is no error. `about` names the stream or consumer.
  base::Result<std::string> call(const std::string& name, const std::string& body,
                                 const std::string& about, base::Deadline deadline);

  std::shared_ptr<Connection> connection_;
};

}  // namespace dyntest::nats

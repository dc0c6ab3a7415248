#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "foundation/nats/detail/listener.hpp"
#include "foundation/nats/detail/stream_codec.hpp"
#include "foundation/nats/jetstream.hpp"

namespace dyntest::nats {
namespace {

using base::Clock;
using base::Deadline;
using base::Result;
using std::chrono::milliseconds;
using std::chrono::seconds;

// A pull dies with the server that has it. So it is short, and then made anew.
constexpr base::Duration pull_max = seconds{1};
constexpr base::Duration pull_min = milliseconds{10};
// The server's `it has expired` should come before we ask again.
constexpr base::Duration pull_grace = milliseconds{100};
// Without a leader the answer `nobody there` comes at once.
constexpr base::Duration refused_pause = milliseconds{50};

bool has_status(natsMsg* message) {
  const char* value = nullptr;
  return natsMsgHeader_Get(message, "Status", &value) == NATS_OK;
}

Result<Delivery> delivery_from(natsMsg* message) {
  const char* reply_to = natsMsg_GetReply(message);
  Delivery delivery;
  delivery.subject = natsMsg_GetSubject(message);
  delivery.data = detail::data_of(message);
  delivery.ack_to = reply_to != nullptr ? reply_to : "";
  if (auto decoded = detail::decode_ack_subject(delivery.ack_to, delivery); !decoded)
    return decoded.error();
  return delivery;
}

}  // namespace

struct Consumer::State {
  // Asks for `count` more; sets when to ask again.
  base::Status pull(std::size_t count, Deadline deadline);
  // What came before the pull is over; null if nothing did.
  Result<detail::MessageHandle> receive(Deadline deadline);

  std::shared_ptr<Connection> connection;
  std::unique_ptr<detail::Listener> inbox;
  std::string stream;
  std::string name;
  Clock::time_point pull_ends{};
};

base::Status Consumer::State::pull(std::size_t count, Deadline deadline) {
  const auto expires = std::clamp(deadline.left(), pull_min, pull_max);
  pull_ends = Clock::now() + expires + pull_grace;
  const std::string body = detail::encode_pull(count, expires);
  const std::string subject = fmt::format("$JS.API.CONSUMER.MSG.NEXT.{}.{}", stream, name);
  const natsStatus status = natsConnection_PublishRequest(connection->handle.get(), subject.c_str(),
                                                          inbox->subject().c_str(), body.data(),
                                                          static_cast<int>(body.size()));
  return status == NATS_OK ? base::Status{} : base::Status{detail::error_of(status)};
}

Result<detail::MessageHandle> Consumer::State::receive(Deadline deadline) {
  auto message = inbox->next(base::earlier(deadline, Deadline::at(pull_ends)));
  if (!message && message.error().is(nobody_there)) {
    pull_ends = Clock::now() + refused_pause;
    return detail::MessageHandle{};
  }
  if (!message || *message == nullptr || !has_status(message->get())) return message;
  pull_ends = std::min(pull_ends, Clock::now() + pull_min);  // it has expired, or was refused
  return detail::MessageHandle{};
}

Result<std::vector<Delivery>> Consumer::fetch(std::size_t count, Deadline deadline) {
  std::vector<Delivery> got;
  State& state = *state_;
  const auto failed = [&](const base::Error& error) {
    return state.connection->failed(
        error.context(fmt::format("consumer {} of {}", state.name, state.stream)));
  };
  state.pull_ends = {};
  while (got.size() < count) {
    if (Clock::now() >= state.pull_ends) {
      if (auto asked = state.pull(count - got.size(), deadline); !asked)
        return failed(asked.error());
    }
    auto message = state.receive(deadline);
    if (message && *message != nullptr) {
      auto delivery = delivery_from(message->get());
      if (!delivery) return failed(delivery.error());
      got.push_back(*std::move(delivery));
    } else if (deadline.passed()) {
      if (!message && got.empty()) return failed(message.error());
      break;
    }
  }
  return got;
}

base::Status Consumer::ack(const Delivery& delivery, Deadline deadline) {
  const auto reply = detail::ask(state_->connection, delivery.ack_to, "+ACK", {}, deadline);
  if (reply) return {};
  return state_->connection->failed(
      reply.error().context(fmt::format("acknowledging message {}", delivery.sequence)));
}

base::Status Consumer::nak(const Delivery& delivery) {
  constexpr std::string_view nak = "-NAK";
  return state_->connection->check(natsConnection_Publish(state_->connection->handle.get(),
                                                          delivery.ack_to.c_str(), nak.data(),
                                                          static_cast<int>(nak.size())));
}

Consumer::Consumer(std::unique_ptr<State> state) : state_{std::move(state)} {}
Consumer::Consumer(Consumer&&) noexcept = default;
Consumer& Consumer::operator=(Consumer&&) noexcept = default;
Consumer::~Consumer() = default;

Result<Consumer> JetStream::consumer(const std::string& stream, const ConsumerConfig& config,
                                     Deadline deadline) {
  const auto answer = call(fmt::format("CONSUMER.DURABLE.CREATE.{}.{}", stream, config.name),
                           detail::encode_consumer(stream, config),
                           fmt::format("consumer {} of {}", config.name, stream), deadline);
  if (!answer) return answer.error();
  auto inbox = detail::Listener::open_inbox(connection_);
  if (!inbox) return connection_->failed(inbox.error());
  return Consumer{std::make_unique<Consumer::State>(
      Consumer::State{connection_, *std::move(inbox), stream, config.name})};
}

}  // namespace dyntest::nats

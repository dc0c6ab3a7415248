#include "foundation/nats/client.hpp"

#include <fmt/format.h>

#include <utility>

#include "foundation/nats/detail/connection.hpp"
#include "foundation/os/wait.hpp"

namespace dyntest::nats {
namespace {

base::Error connection_lost() { return base::Error{"the connection is lost"}; }

Message message_from(natsMsg* message) {
  const char* reply_to = natsMsg_GetReply(message);
  return {
      .subject = natsMsg_GetSubject(message),
      .reply_to = reply_to != nullptr ? reply_to : "",
      .data = {natsMsg_GetData(message), static_cast<std::size_t>(natsMsg_GetDataLength(message))}};
}

// Its errors lack the server's address.
base::Result<std::optional<Message>> receive(const Connection& connection,
                                             natsSubscription* subscription,
                                             base::Deadline deadline) {
  for (;;) {
    os::check_interrupted();
    natsMsg* received = nullptr;
    const natsStatus status = natsSubscription_NextMsg(
        &received, subscription, detail::slice_ms(deadline, detail::slice_ms_max));
    const detail::MessageHandle message{received};
    if (status == NATS_OK) return std::optional{message_from(received)};
    if (status != NATS_TIMEOUT) return detail::error_of(status);
    if (!deadline.passed()) continue;
    os::check_interrupted();
    if (!connection.connected()) return connection_lost();
    return std::optional<Message>{};
  }
}

}  // namespace

struct Subscription::State {
  State(std::shared_ptr<Connection> of, natsSubscription* made)
      : connection{std::move(of)}, handle{made} {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  // The library's reader may just be handing us a message, and until nats.c 3.5.1 that aborted the
  // process (its issue 637). Once it has seen the answer to a ping, it has let go of us.
  ~State() {
    natsSubscription_Unsubscribe(handle.get());
    if (connection->connected())
      natsConnection_FlushTimeout(connection->handle.get(), detail::slice_ms_max);
  }

  std::shared_ptr<Connection> connection;
  detail::SubscriptionHandle handle;
};

Subscription::Subscription(std::unique_ptr<State> state) : state_{std::move(state)} {}
Subscription::Subscription(Subscription&&) noexcept = default;
Subscription& Subscription::operator=(Subscription&&) noexcept = default;
Subscription::~Subscription() = default;

base::Result<std::optional<Message>> Subscription::next(base::Deadline deadline) {
  auto received = receive(*state_->connection, state_->handle.get(), deadline);
  if (!received) return state_->connection->failed(received.error());
  return received;
}

Client::Client(std::shared_ptr<Connection> connection) : connection_{std::move(connection)} {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

base::Result<Client> Client::connect(std::string_view url, base::Deadline deadline) {
  auto connection = Connection::open(url, deadline);
  if (!connection) return connection.error();
  return Client{*std::move(connection)};
}

const std::string& Client::url() const { return connection_->url; }

base::Status Client::publish(std::string_view subject, std::string_view data) {
  return connection_->check(natsConnection_Publish(connection_->handle.get(),
                                                   std::string{subject}.c_str(), data.data(),
                                                   static_cast<int>(data.size())));
}

base::Status Client::reply(const Message& request, std::string_view data) {
  if (request.reply_to.empty()) {
    return connection_->failed(
        base::Error{fmt::format("the message on {} expects no reply", request.subject)});
  }
  return publish(request.reply_to, data);
}

base::Result<Subscription> Client::subscribe(std::string_view subject, std::string_view queue,
                                             base::Deadline deadline) {
  auto subscription = subscribe_unflushed(std::string{subject}, std::string{queue});
  if (!subscription) return subscription;
  if (auto flushed = flush(deadline); !flushed) return flushed.error();
  return subscription;
}

base::Result<Subscription> Client::subscribe_unflushed(const std::string& subject,
                                                       const std::string& queue) {
  natsSubscription* handle = nullptr;
  natsConnection* connection = connection_->handle.get();
  const natsStatus status =
      queue.empty()
          ? natsConnection_SubscribeSync(&handle, connection, subject.c_str())
          : natsConnection_QueueSubscribeSync(&handle, connection, subject.c_str(), queue.c_str());
  if (status != NATS_OK) return connection_->failed(status);
  return Subscription{std::make_unique<Subscription::State>(connection_, handle)};
}

// The library's own request cannot be interrupted, so this one waits on an inbox of its own.
base::Result<Message> Client::request(std::string_view subject, std::string_view data,
                                      base::Deadline deadline) {
  natsInbox* created = nullptr;
  if (const auto status = natsInbox_Create(&created); status != NATS_OK) {
    return connection_->failed(status);
  }
  const std::string inbox{created};
  natsInbox_Destroy(created);
  auto replies = subscribe_unflushed(inbox, {});
  if (!replies) return replies.error();
  const natsStatus sent =
      natsConnection_PublishRequest(connection_->handle.get(), std::string{subject}.c_str(),
                                    inbox.c_str(), data.data(), static_cast<int>(data.size()));
  if (sent != NATS_OK) return connection_->failed(sent);
  auto reply = receive(*connection_, replies->state_->handle.get(), deadline);
  if (reply && reply->has_value()) return **std::move(reply);
  const base::Error why = reply ? base::Error{"no reply"} : reply.error();
  return connection_->failed(why.context(fmt::format("request to {}", subject)));
}

base::Status Client::flush(base::Deadline deadline) {
  for (;;) {
    os::check_interrupted();
    const natsStatus status = natsConnection_FlushTimeout(
        connection_->handle.get(), detail::slice_ms(deadline, detail::slice_ms_max));
    if (status != NATS_TIMEOUT) return connection_->check(status);
    if (!deadline.passed()) continue;
    os::check_interrupted();
    if (!connection_->connected()) return connection_->failed(connection_lost());
    return connection_->failed(base::Error{"flush: no answer in time"});
  }
}

}  // namespace dyntest::nats

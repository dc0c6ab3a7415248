#include "foundation/nats/client.hpp"

#include <fmt/format.h>

#include <utility>

#include "foundation/nats/detail/connection.hpp"
#include "foundation/nats/detail/listener.hpp"
#include "foundation/os/wait.hpp"

namespace dyntest::nats {
namespace {

Message message_from(natsMsg* message) {
  const char* reply_to = natsMsg_GetReply(message);
  return {.subject = natsMsg_GetSubject(message),
          .reply_to = reply_to != nullptr ? reply_to : "",
          .data = std::string{detail::data_of(message)}};
}

}  // namespace

struct Subscription::State {
  std::unique_ptr<detail::Listener> listener;
};

Subscription::Subscription(std::unique_ptr<State> state) : state_{std::move(state)} {}
Subscription::Subscription(Subscription&&) noexcept = default;
Subscription& Subscription::operator=(Subscription&&) noexcept = default;
Subscription::~Subscription() = default;

base::Result<std::optional<Message>> Subscription::next(base::Deadline deadline) {
  auto received = state_->listener->next(deadline);
  if (!received) return state_->listener->connection().failed(received.error());
  if (*received == nullptr) return std::optional<Message>{};
  return std::optional{message_from(received->get())};
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
  auto listener = detail::Listener::open(connection_, std::string{subject}, std::string{queue});
  if (!listener) return connection_->failed(listener.error());
  Subscription subscription{
      std::make_unique<Subscription::State>(Subscription::State{*std::move(listener)})};
  if (auto flushed = flush(deadline); !flushed) return flushed.error();
  return subscription;
}

base::Result<Message> Client::request(std::string_view subject, std::string_view data,
                                      base::Deadline deadline) {
  const auto reply = detail::ask(connection_, std::string{subject}, data, {}, deadline);
  if (reply) return message_from(reply->get());
  return connection_->failed(reply.error().context(fmt::format("request to {}", subject)));
}

base::Status Client::flush(base::Deadline deadline) {
  for (;;) {
    os::check_interrupted();
    const natsStatus status = natsConnection_FlushTimeout(
        connection_->handle.get(), detail::slice_ms(deadline, detail::slice_ms_max));
    if (status != NATS_TIMEOUT) return connection_->check(status);
    if (!deadline.passed()) continue;
    os::check_interrupted();
    if (!connection_->connected()) return connection_->failed(detail::connection_lost());
    return connection_->failed(base::Error{"flush: no answer in time"});
  }
}

}  // namespace dyntest::nats

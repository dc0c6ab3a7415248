#include "foundation/nats/detail/listener.hpp"

#include "foundation/os/wait.hpp"

namespace dyntest::nats::detail {

base::Result<std::unique_ptr<Listener>> Listener::open(std::shared_ptr<Connection> connection,
                                                       const std::string& subject,
                                                       const std::string& queue) {
  natsSubscription* handle = nullptr;
  natsConnection* raw = connection->handle.get();
  const natsStatus status =
      queue.empty()
          ? natsConnection_SubscribeSync(&handle, raw, subject.c_str())
          : natsConnection_QueueSubscribeSync(&handle, raw, subject.c_str(), queue.c_str());
  if (status != NATS_OK) return error_of(status);
  return std::unique_ptr<Listener>{new Listener{std::move(connection), handle, subject}};
}

base::Result<std::unique_ptr<Listener>> Listener::open_inbox(
    std::shared_ptr<Connection> connection) {
  natsInbox* created = nullptr;
  if (const auto status = natsInbox_Create(&created); status != NATS_OK) return error_of(status);
  const std::string subject{created};
  natsInbox_Destroy(created);
  return open(std::move(connection), subject);
}

// The library's reader may just be handing us a message, and until nats.c 3.5.1 that aborted the
// process (its issue 637). Once it has seen the answer to a ping, it has let go of us.
Listener::~Listener() {
  natsSubscription_Unsubscribe(handle_.get());
  if (connection_->connected())
    natsConnection_FlushTimeout(connection_->handle.get(), slice_ms_max);
}

base::Result<MessageHandle> Listener::next(base::Deadline deadline) {
  for (;;) {
    os::check_interrupted();
    natsMsg* received = nullptr;
    const natsStatus status =
        natsSubscription_NextMsg(&received, handle_.get(), slice_ms(deadline, slice_ms_max));
    MessageHandle message{received};
    if (status == NATS_OK) return message;
    if (status != NATS_TIMEOUT) return error_of(status);
    if (!deadline.passed()) continue;
    os::check_interrupted();
    if (!connection_->connected()) return connection_lost();
    return MessageHandle{};
  }
}

base::Result<MessageHandle> ask(const std::shared_ptr<Connection>& connection,
                                const std::string& subject, std::string_view data,
                                const std::string& id, base::Deadline deadline) {
  auto replies = Listener::open_inbox(connection);
  if (!replies) return replies.error();
  natsMsg* created = nullptr;
  natsStatus status = natsMsg_Create(&created, subject.c_str(), (*replies)->subject().c_str(),
                                     data.data(), static_cast<int>(data.size()));
  const MessageHandle message{created};
  if (status == NATS_OK && !id.empty())
    status = natsMsgHeader_Set(created, "Nats-Msg-Id", id.c_str());
  if (status == NATS_OK) status = natsConnection_PublishMsg(connection->handle.get(), created);
  if (status != NATS_OK) return error_of(status);
  auto reply = (*replies)->next(deadline);
  if (reply && *reply == nullptr) return base::Error{"no reply"};
  return reply;
}

std::string_view data_of(natsMsg* message) {
  return {natsMsg_GetData(message), static_cast<std::size_t>(natsMsg_GetDataLength(message))};
}

}  // namespace dyntest::nats::detail

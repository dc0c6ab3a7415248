#include "foundation/nats/jetstream.hpp"

#include <fmt/format.h>

#include "foundation/nats/detail/listener.hpp"
#include "foundation/nats/detail/stream_codec.hpp"

namespace dyntest::nats {

using base::Result;

Result<std::string> JetStream::call(const std::string& name, const std::string& body,
                                    const std::string& about, base::Deadline deadline) {
  const auto reply = detail::ask(connection_, "$JS.API." + name, body, {}, deadline);
  if (!reply) {
    const auto error = reply.error().is(nobody_there)
                           ? base::Error{"JetStream is not enabled there", nobody_there}
                           : reply.error();
    return connection_->failed(error.context(about));
  }
  std::string text{detail::data_of(reply->get())};
  if (auto outcome = detail::decode_outcome(text); !outcome)
    return connection_->failed(outcome.error().context(about));
  return text;
}

Result<StreamInfo> JetStream::add_stream(const StreamConfig& config, base::Deadline deadline) {
  const auto answer = call("STREAM.CREATE." + config.name, detail::encode_stream(config),
                           "adding stream " + config.name, deadline);
  if (!answer) return answer.error();
  return detail::decode_stream(*answer);
}

Result<StreamInfo> JetStream::stream(const std::string& name, base::Deadline deadline) {
  const auto answer = call("STREAM.INFO." + name, "", "stream " + name, deadline);
  if (!answer) return answer.error();
  return detail::decode_stream(*answer);
}

Result<std::vector<std::string>> JetStream::stream_names(base::Deadline deadline) {
  std::vector<std::string> names;
  for (;;) {
    const auto answer =
        call("STREAM.NAMES", detail::encode_offset(names.size()), "names of streams", deadline);
    if (!answer) return answer.error();
    const auto page = detail::decode_names(*answer);
    if (!page) return page.error();
    names.insert(names.end(), page->names.begin(), page->names.end());
    if (page->names.empty() || names.size() >= page->total) return names;
  }
}

base::Status JetStream::delete_stream(const std::string& name, base::Deadline deadline) {
  const auto answer = call("STREAM.DELETE." + name, "", "deleting stream " + name, deadline);
  return answer ? base::Status{} : base::Status{answer.error()};
}

Result<PublishAck> JetStream::publish(std::string_view subject, std::string_view data,
                                      const std::string& id, base::Deadline deadline) {
  const std::string about = fmt::format("publishing to {}", subject);
  const auto reply = detail::ask(connection_, std::string{subject}, data, id, deadline);
  if (!reply) {
    const auto error =
        reply.error().is(nobody_there)
            ? base::Error{"no stream takes it, or the stream has no leader", nobody_there}
            : base::Error{reply.error().text() + " (whether it was stored is unknown)",
                          outcome_unknown};
    return connection_->failed(error.context(about));
  }
  auto ack = detail::decode_publish_ack(detail::data_of(reply->get()));
  if (!ack) return connection_->failed(ack.error().context(about));
  return ack;
}

Result<ConsumerInfo> JetStream::consumer_info(const std::string& stream, const std::string& name,
                                              base::Deadline deadline) {
  const auto answer = call(fmt::format("CONSUMER.INFO.{}.{}", stream, name), "",
                           fmt::format("consumer {} of {}", name, stream), deadline);
  if (!answer) return answer.error();
  return detail::decode_consumer(*answer);
}

base::Status JetStream::delete_consumer(const std::string& stream, const std::string& name,
                                        base::Deadline deadline) {
  const auto answer = call(fmt::format("CONSUMER.DELETE.{}.{}", stream, name), "",
                           fmt::format("deleting consumer {} of {}", name, stream), deadline);
  return answer ? base::Status{} : base::Status{answer.error()};
}

}  // namespace dyntest::nats

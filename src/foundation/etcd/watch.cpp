#include "foundation/etcd/watch.hpp"

#include <fmt/format.h>

#include <utility>

#include "foundation/etcd/detail/codec.hpp"
#include "foundation/etcd/detail/gateway.hpp"

namespace dyntest::etcd {

base::Result<Watch> Watch::create(std::shared_ptr<detail::Gateway> gateway, std::string_view prefix,
                                  std::int64_t from_revision, base::Deadline deadline) {
  const auto range = detail::KeyRange::of_prefix(prefix);
  auto stream = gateway->open("watch", detail::encode_watch(range, from_revision), deadline);
  if (!stream) return stream.error();
  Watch watch{std::move(gateway), std::string{prefix}, *std::move(stream)};
  while (!watch.created_) {
    const auto received = watch.receive(deadline);
    if (!received) return received.error();
    if (!*received) return watch.failed(base::Error{"no answer within the time limit"});
  }
  return watch;
}

Watch::Watch(std::shared_ptr<detail::Gateway> gateway, std::string prefix, net::HttpStream stream)
    : gateway_{std::move(gateway)}, prefix_{std::move(prefix)}, stream_{std::move(stream)} {}

base::Result<std::optional<Event>> Watch::next(base::Deadline deadline) {
  while (pending_.empty()) {
    const auto received = receive(deadline);
    if (!received) return received.error();
    if (!*received) return std::optional<Event>{};
  }
  Event event = std::move(pending_.front());
  pending_.pop_front();
  return std::optional{std::move(event)};
}

base::Result<bool> Watch::receive(base::Deadline deadline) {
  const auto line = stream_.next_line(deadline);
  if (!line) return failed(line.error());
  if (!line->has_value()) {
    if (stream_.ended()) return failed(base::Error{"etcd ended the watch"});
    return false;
  }
  auto answer = detail::decode_watch(**line);
  if (!answer) return failed(answer.error());
  if (!answer->cancelled.empty()) return failed(base::Error{answer->cancelled});
  created_ = created_ || answer->created;
  for (Event& event : answer->events) pending_.push_back(std::move(event));
  return true;
}

base::Error Watch::failed(const base::Error& error) const {
  return gateway_->failed(error.context(fmt::format("watching {}", prefix_)));
}

}  // namespace dyntest::etcd

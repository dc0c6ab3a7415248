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
  watch.resume_revision_ = from_revision;
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
  if (cancelled_) return *cancelled_;
  const auto line = stream_.next_line(deadline);
  if (!line) return failed(line.error());
  if (!line->has_value()) {
    if (stream_.ended()) return failed(base::Error{"etcd ended the watch"});
    return false;
  }
  auto answer = detail::decode_watch(**line);
  if (!answer) return failed(answer.error());
  if (!answer->cancelled.empty()) {
    compact_revision_ = answer->compact_revision;
    cancelled_ = failed(compact_revision_ != 0 ? base::Error{answer->cancelled, compacted}
                                               : base::Error{answer->cancelled});
    return *cancelled_;
  }
  if (answer->created && resume_revision_ == 0) resume_revision_ = answer->revision + 1;
  created_ = created_ || answer->created;
  for (Event& event : answer->events) {
    resume_revision_ = event.entry.mod_revision + 1;
    pending_.push_back(std::move(event));
  }
  return true;
}

base::Error Watch::failed(const base::Error& error) const {
  return gateway_->failed(error.context(fmt::format("watching {}", prefix_)));
}

}  // namespace dyntest::etcd

// The JSON bodies of JetStream's API, and the subjects in which it packs what it tells of a
// message. No I/O.
//
// Format: JetStream API v1; durations are in nanoseconds; a failed call answers
// `{"error": {"code": 404, "err_code": 10059, "description": "stream not found"}}`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "foundation/nats/jetstream.hpp"

namespace dyntest::nats::detail {

std::string encode_stream(const StreamConfig& config);
std::string encode_consumer(const std::string& stream, const ConsumerConfig& config);
std::string encode_offset(std::size_t offset);
std::string encode_pull(std::size_t count, base::Duration expires);

struct Names {
  std::vector<std::string> names;
  std::size_t total = 0;
};

// The error that the answer is, if it is one.
base::Status decode_outcome(std::string_view body);
base::Result<StreamInfo> decode_stream(std::string_view body);
base::Result<ConsumerInfo> decode_consumer(std::string_view body);
base::Result<Names> decode_names(std::string_view body);
base::Result<PublishAck> decode_publish_ack(std::string_view body);

// `$JS.ACK.<stream>.<consumer>.<deliveries>.<stream sequence>.<consumer
// sequence>.<time>.<pending>`; newer servers put two words in front of the stream, and may put one
// behind. Sets the numbers of `delivery`.
base::Status decode_ack_subject(std::string_view subject, Delivery& delivery);

}  // namespace dyntest::nats::detail

// The C library behind the client: its lifetime, its handles, its errors.
#pragma once

#include <nats/nats.h>

#include <memory>
#include <string>
#include <string_view>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"

namespace dyntest::nats {

namespace detail {

// The library runs threads of its own from the first connection on. Counting its users and closing
// it after the last one leaves no thread behind, so that a leak check of threads stays exact.
class LibraryUse {
 public:
  LibraryUse();
  ~LibraryUse();
  LibraryUse(const LibraryUse&) = delete;
  LibraryUse& operator=(const LibraryUse&) = delete;
};

template <auto destroy>
struct Destroy {
  template <class Handle>
  void operator()(Handle* handle) const {
    destroy(handle);
  }
};
using Options = std::unique_ptr<natsOptions, Destroy<natsOptions_Destroy>>;
using ConnectionHandle = std::unique_ptr<natsConnection, Destroy<natsConnection_Destroy>>;
using SubscriptionHandle = std::unique_ptr<natsSubscription, Destroy<natsSubscription_Destroy>>;
using MessageHandle = std::unique_ptr<natsMsg, Destroy<natsMsg_Destroy>>;

// No call into the library blocks for longer: the running test may have to end.
inline constexpr int slice_ms_max = 50;
// The time until the deadline in milliseconds, at least 1 and at most `most`.
int slice_ms(base::Deadline deadline, int most);

// What the library says of itself, without the server's address.
base::Error error_of(natsStatus status);
base::Error connection_lost();

}  // namespace detail

struct Connection {
  static base::Result<std::shared_ptr<Connection>> open(std::string_view url,
                                                        base::Deadline deadline);

  base::Error failed(const base::Error& error) const;
  base::Error failed(natsStatus status) const;
  base::Status check(natsStatus status) const;
  bool connected() const;

  const std::string url;
  const detail::LibraryUse library{};
  detail::ConnectionHandle handle{};
};

}  // namespace dyntest::nats

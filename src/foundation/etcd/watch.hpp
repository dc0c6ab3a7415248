// The changes below a prefix, one after the other, in the order in which etcd made them.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "foundation/etcd/values.hpp"
#include "foundation/net/http.hpp"

namespace dyntest::etcd {

namespace detail {
class Gateway;
}

// Made by Client::watch; outlives its client. One thread at a time. Ends with its owner; when etcd
// restarts, make a new one from the last seen mod_revision + 1.
class Watch {
 public:
  // The next change; nothing when the deadline passed. Blocks until then; may throw
  // os::Interrupted. An error is final: etcd is gone, or has compacted the revisions asked for.
  base::Result<std::optional<Event>> next(base::Deadline deadline);

 private:
  friend class Client;
  static base::Result<Watch> create(std::shared_ptr<detail::Gateway> gateway,
                                    std::string_view prefix, std::int64_t from_revision,
                                    base::Deadline deadline);
  Watch(std::shared_ptr<detail::Gateway> gateway, std::string prefix, net::HttpStream stream);
  // Takes one answer of etcd; false if none came before the deadline.
  base::Result<bool> receive(base::Deadline deadline);
  base::Error failed(const base::Error& error) const;

  std::shared_ptr<detail::Gateway> gateway_;
  std::string prefix_;
  net::HttpStream stream_;
  std::deque<Event> pending_;
  bool created_ = false;
};

}  // namespace dyntest::etcd

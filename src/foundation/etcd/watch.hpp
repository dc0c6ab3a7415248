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

// Made by Client::watch; outlives its client. One thread at a time. Ends with its owner, and with
// the connection to its member; LastingWatch does not.
class Watch {
 public:
  // The next change; nothing when the deadline passed. Blocks until then; may throw
  // os::Interrupted. An error is final: etcd is gone, or has compacted the revisions asked for (an
  // error of the kind `compacted`).
  base::Result<std::optional<Event>> next(base::Deadline deadline);

  // Where a watch would have to begin that is to see nothing twice and to miss nothing.
  std::int64_t resume_revision() const { return resume_revision_; }
  // 0, or the first revision that is still there, after an error of the kind `compacted`.
  std::int64_t compact_revision() const { return compact_revision_; }

 private:
  friend class Client;
  friend class LastingWatch;
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
  std::int64_t resume_revision_ = 0;
  std::int64_t compact_revision_ = 0;
  bool created_ = false;
  std::optional<base::Error> cancelled_;  // by etcd, which would do so again
};

}  // namespace dyntest::etcd

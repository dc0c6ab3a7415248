// Calls to etcd over its HTTP gateway, to one of several members. Shared by a client and the leases
// it granted.
//
//   not sent, or refused for want of a leader ──> the next member, every call
//   sent, and no answer ──> the next member, if the call only reads; else error `outcome_unknown`
//   refused ──> error
//
// Each member is asked at most once for a call. The next call begins with the one that answered.
#pragma once

#include <atomic>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.hpp"
#include "foundation/etcd/detail/codec.hpp"
#include "foundation/net/http.hpp"

namespace dyntest::etcd::detail {

class Gateway {
 public:
  // `endpoints` as in ETCD_ENDPOINTS: a list with commas; `http://` may be missing.
  explicit Gateway(std::string_view endpoints);

  // The first.
  const std::string& endpoint() const { return endpoints_.front(); }
  // All, with commas, as they are used.
  const std::string& endpoints() const { return list_; }

  // POSTs to /v3/<call> and returns the body of an answer with status 200. Every error starts with
  // `etcd at <endpoint>: `.
  base::Result<std::string> call(std::string_view call, std::string body,
                                 const net::Limits& limits);
  // The same for a call that answers with one line after the other; it must be one that reads.
  base::Result<net::HttpStream> open(std::string_view call, std::string body,
                                     const net::Limits& limits);
  // Names the member that is asked first.
  base::Error failed(const base::Error& error) const;
  // The next call begins with another member.
  void avoid_current();

 private:
  using Fate = Refusal::Fate;
  // Asks one after the other. `ask` sets the fate of a failed call.
  template <class Ask>
  auto ask_each(bool reads, const net::Limits& limits, Ask ask);
  net::Request request(const std::string& endpoint, std::string_view call, std::string body) const;

  std::vector<std::string> endpoints_;  // at least one
  std::string list_;
  std::atomic<std::size_t> current_ = 0;
  net::HttpClient http_;
};

}  // namespace dyntest::etcd::detail

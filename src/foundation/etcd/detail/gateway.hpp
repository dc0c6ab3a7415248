// Calls to one etcd member over its HTTP gateway. Shared by a client and the leases it granted.
#pragma once

#include <string>
#include <string_view>

#include "foundation/base/error.hpp"
#include "foundation/net/http.hpp"

namespace dyntest::etcd::detail {

class Gateway {
 public:
  // `endpoints` as in ETCD_ENDPOINTS: `http://` may be missing; the first of a list is used.
  explicit Gateway(std::string_view endpoints);

  const std::string& endpoint() const { return endpoint_; }

  // POSTs to /v3/<call> and returns the body of an answer with status 200. Every error starts with
  // `etcd at <endpoint>: `.
  base::Result<std::string> call(std::string_view call, std::string body,
                                 const net::Limits& limits);
  // The same for a call that answers with one line after the other.
  base::Result<net::HttpStream> open(std::string_view call, std::string body,
                                     const net::Limits& limits);
  base::Error failed(const base::Error& error) const;

 private:
  net::Request request(std::string_view call, std::string body) const;

  std::string endpoint_;
  net::HttpClient http_;
};

}  // namespace dyntest::etcd::detail

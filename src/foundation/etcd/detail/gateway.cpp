#include "foundation/etcd/detail/gateway.hpp"

#include <fmt/format.h>

#include "foundation/etcd/detail/codec.hpp"

namespace dyntest::etcd::detail {
namespace {

std::string first_url(std::string_view endpoints) {
  std::string url{endpoints.substr(0, endpoints.find(','))};
  while (url.ends_with('/')) url.pop_back();
  return url.find("://") == std::string::npos ? "http://" + url : url;
}

}  // namespace

Gateway::Gateway(std::string_view endpoints) : endpoint_{first_url(endpoints)} {}

base::Result<std::string> Gateway::call(std::string_view call, std::string body,
                                        const net::Limits& limits) {
  auto response = http_.send(request(call, std::move(body)), limits);
  if (!response) return failed(response.error());
  if (response->status == 200) return std::move(response->body);
  return failed(base::Error{decode_refusal(response->status, response->body)});
}

base::Result<net::HttpStream> Gateway::open(std::string_view call, std::string body,
                                            const net::Limits& limits) {
  auto stream = http_.open(request(call, std::move(body)), limits);
  if (!stream) return failed(stream.error());
  if (stream->head().status == 200) return stream;
  const auto refusal = stream->next_line(limits);
  if (!refusal) return failed(refusal.error());
  return failed(base::Error{decode_refusal(stream->head().status, refusal->value_or(""))});
}

base::Error Gateway::failed(const base::Error& error) const {
  return error.context(fmt::format("etcd at {}", endpoint_));
}

net::Request Gateway::request(std::string_view call, std::string body) const {
  return {.method = "POST",
          .url = fmt::format("{}/v3/{}", endpoint_, call),
          .headers = {{"Content-Type", "application/json"}},
          .body = std::move(body)};
}

}  // namespace dyntest::etcd::detail

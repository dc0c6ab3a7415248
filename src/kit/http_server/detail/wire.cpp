#include "kit/http_server/detail/wire.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <boost/beast/http/status.hpp>

namespace dyntest::http_server::detail {
namespace {

bool says(const Answer& answer, const char* name) {
  return std::ranges::any_of(answer.headers, [&](const Header& header) {
    return ::strcasecmp(header.name.c_str(), name) == 0;
  });
}

std::string reason(int status) {
  const auto code = static_cast<unsigned>(status);
  return std::string{boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(code))};
}

}  // namespace

std::string head_text(const Answer& answer, Body body, bool keep_alive) {
  std::string head = fmt::format("HTTP/1.1 {} {}\r\n", answer.status, reason(answer.status));
  for (const auto& [name, value] : answer.headers) head += fmt::format("{}: {}\r\n", name, value);
  if (body == Body::with_length && !says(answer, "Content-Length"))
    head +=
        fmt::format("Content-Length: {}\r\n", answer.content_length.value_or(answer.body.size()));
  if (body == Body::chunked && !says(answer, "Transfer-Encoding"))
    head += "Transfer-Encoding: chunked\r\n";
  if (!keep_alive && !says(answer, "Connection")) head += "Connection: close\r\n";
  return head + "\r\n";
}

std::string chunk_text(std::string_view text) {
  return fmt::format("{:x}\r\n{}\r\n", text.size(), text);
}

}  // namespace dyntest::http_server::detail

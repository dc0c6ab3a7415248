#include "foundation/net/http.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <utility>

#include "foundation/net/detail/transfer.hpp"
#include "foundation/os/wait.hpp"

namespace dyntest::net {

std::optional<std::string> Response::header(std::string_view name) const {
  for (const Header& header : headers) {
    if (header.name.size() == name.size() &&
        ::strncasecmp(header.name.data(), name.data(), name.size()) == 0) {
      return header.value;
    }
  }
  return std::nullopt;
}

Limits Limits::uninterruptible(base::Deadline when, int cancel_descriptor) {
  Limits limits{when};
  limits.interruptible = false;
  limits.cancel_fd = cancel_descriptor;
  return limits;
}

struct HttpStream::State {
  explicit State(Request request)
      : multi{detail::make_multi()}, transfer{multi.get(), std::move(request)} {}

  detail::Multi multi;
  detail::Transfer transfer;
  Response head;
  std::string unread;        // arrived, not handed out
  std::size_t searched = 0;  // this much of `unread` holds no line break

  // Takes what has arrived; if that is nothing, waits once. False: the deadline passed or the body
  // ended.
  base::Result<bool> more(const Limits& limits);
};

base::Result<bool> HttpStream::State::more(const Limits& limits) {
  while (transfer.response.body.empty()) {
    if (transfer.done()) {
      if (auto outcome = transfer.outcome(); !outcome) return outcome.error();
      return false;
    }
    if (auto stepped = transfer.step(limits); !stepped) return stepped.error();
    if (transfer.done() || !transfer.response.body.empty()) continue;
    if (limits.deadline.passed()) {
      if (limits.interruptible) os::check_interrupted();
      return false;
    }
  }
  unread.append(std::exchange(transfer.response.body, {}));
  return true;
}

HttpStream::HttpStream(std::unique_ptr<State> state) : state_{std::move(state)} {}
HttpStream::HttpStream(HttpStream&&) noexcept = default;
HttpStream& HttpStream::operator=(HttpStream&&) noexcept = default;
HttpStream::~HttpStream() = default;

const Response& HttpStream::head() const { return state_->head; }

base::Result<std::optional<std::string>> HttpStream::next_line(const Limits& limits) {
  std::string& unread = state_->unread;
  std::size_t line_break;
  while ((line_break = unread.find('\n', state_->searched)) == std::string::npos) {
    state_->searched = unread.size();
    if (unread.size() > body_bytes_max) {
      return base::Error{fmt::format("a line exceeds {} bytes", body_bytes_max)};
    }
    const auto more = state_->more(limits);
    if (!more) return more.error();
    if (*more) continue;
    if (!state_->transfer.done() || unread.empty()) return std::optional<std::string>{};
    state_->searched = 0;
    return std::optional{std::exchange(unread, {})};
  }
  std::string line = unread.substr(0, line_break);
  unread.erase(0, line_break + 1);
  state_->searched = 0;
  if (line.ends_with('\r')) line.pop_back();
  return std::optional{std::move(line)};
}

base::Result<std::optional<std::string>> HttpStream::next_chunk(const Limits& limits) {
  if (state_->unread.empty()) {
    const auto more = state_->more(limits);
    if (!more) return more.error();
    if (!*more) return std::optional<std::string>{};
  }
  state_->searched = 0;
  return std::optional{std::exchange(state_->unread, {})};
}

bool HttpStream::ended() const {
  return state_->transfer.done() && state_->transfer.response.body.empty() &&
         state_->unread.empty();
}

class HttpClient::Connections {
 public:
  CURLM* multi() { return multi_.get(); }

 private:
  detail::Multi multi_ = detail::make_multi();
};

// Connections out of the client's idle ones for the time of one request.
class HttpClient::Lent {
 public:
  explicit Lent(HttpClient& client) : client_{client} {
    const std::lock_guard lock{client_.mutex_};
    if (client_.idle_.empty()) {
      connections_ = std::make_unique<Connections>();
    } else {
      connections_ = std::move(client_.idle_.back());
      client_.idle_.pop_back();
    }
  }
  ~Lent() {
    const std::lock_guard lock{client_.mutex_};
    client_.idle_.push_back(std::move(connections_));
  }
  Lent(const Lent&) = delete;
  Lent& operator=(const Lent&) = delete;

  CURLM* multi() { return connections_->multi(); }

 private:
  HttpClient& client_;
  std::unique_ptr<Connections> connections_;
};

HttpClient::HttpClient() = default;
HttpClient::~HttpClient() = default;

base::Result<Response> HttpClient::get(const std::string& url, const Limits& limits) {
  return send({.method = "GET", .url = url, .headers = {}, .body = {}}, limits)
      .context(fmt::format("GET {}", url));
}

base::Result<Response> HttpClient::post(const std::string& url, std::string body,
                                        const std::string& content_type, const Limits& limits) {
  return send({.method = "POST",
               .url = url,
               .headers = {{"Content-Type", content_type}},
               .body = std::move(body)},
              limits)
      .context(fmt::format("POST {}", url));
}

base::Result<Response> HttpClient::send(Request request, const Limits& limits) {
  Lent lent{*this};
  detail::Transfer transfer{lent.multi(), std::move(request)};
  if (auto finished = transfer.finish(limits); !finished) return finished.error();
  return std::move(transfer.response);
}

base::Result<HttpStream> HttpClient::open(Request request, const Limits& limits) {
  auto state = std::make_unique<HttpStream::State>(std::move(request));
  if (auto head = state->transfer.finish_head(limits); !head) return head.error();
  state->unread = std::exchange(state->transfer.response.body, {});
  state->head = state->transfer.response;
  return HttpStream{std::move(state)};
}

}  // namespace dyntest::net

#include "foundation/nats/detail/connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <mutex>
#include <vector>

#include "foundation/base/panic.hpp"
#include "foundation/nats/client.hpp"
#include "foundation/os/wait.hpp"

namespace dyntest::nats {
namespace detail {
namespace {

std::mutex library_mutex;
int library_users = 0;  // guarded by library_mutex

}  // namespace

LibraryUse::LibraryUse() {
  const std::lock_guard lock{library_mutex};
  if (library_users++ == 0) base::require(nats_Open(-1) == NATS_OK, "nats_Open");
}

LibraryUse::~LibraryUse() {
  const std::lock_guard lock{library_mutex};
  constexpr int until_its_threads_are_gone = 0;
  if (--library_users == 0) nats_CloseAndWait(until_its_threads_are_gone);
}

int slice_ms(base::Deadline deadline, int most) {
  const int left = deadline.poll_timeout();
  return left < 0 ? most : std::clamp(left, 1, most);
}

}  // namespace detail

namespace {

// A first connect is tried for this long, then for twice that, and so on: the library's connect
// cannot be interrupted, and a server that is merely slow must get its time.
constexpr int connect_ms_first = 250;
constexpr int connect_ms_max = 1000;
constexpr int reconnect_pause_ms = 50;
constexpr int reconnect_jitter_ms = 10;
constexpr int reconnects_unlimited = -1;

std::vector<std::string> split(std::string_view urls) {
  std::vector<std::string> parts;
  while (!urls.empty()) {
    const auto comma = std::min(urls.find(','), urls.size());
    if (comma > 0) parts.emplace_back(urls.substr(0, comma));
    urls.remove_prefix(std::min(comma + 1, urls.size()));
  }
  return parts;
}

natsStatus configure(natsOptions* options, const std::string& urls) {
  const auto servers = split(urls);
  std::vector<const char*> names;
  for (const std::string& server : servers) names.push_back(server.c_str());
  natsStatus status = natsOptions_SetServers(options, names.data(), static_cast<int>(names.size()));
  const auto then = [&status](auto set, auto... values) {
    if (status == NATS_OK) status = set(values...);
  };
  then(natsOptions_SetSendAsap, options, true);  // publish means sent, not buffered for a while
  then(natsOptions_SetMaxReconnect, options, reconnects_unlimited);
  then(natsOptions_SetReconnectWait, options, reconnect_pause_ms);
  then(natsOptions_SetReconnectJitter, options, reconnect_jitter_ms, reconnect_jitter_ms);
  return status;
}

}  // namespace

base::Error detail::connection_lost() { return base::Error{"the connection is lost"}; }

base::Error detail::error_of(natsStatus status) {
  if (status == NATS_NO_SERVER) return base::Error{"connection refused"};
  if (status == NATS_NO_RESPONDERS) return base::Error{"nobody listens there", nobody_there};
  std::string text = natsStatus_GetText(status);  // `Invalid Subject`: here it ends a sentence
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return base::Error{std::move(text)};
}

base::Result<std::shared_ptr<Connection>> Connection::open(std::string_view url,
                                                           base::Deadline deadline) {
  auto connection = std::make_shared<Connection>(std::string{url});
  natsOptions* created = nullptr;
  if (const auto status = natsOptions_Create(&created); status != NATS_OK) {
    return connection->failed(status);
  }
  const detail::Options options{created};
  if (const auto status = configure(created, connection->url); status != NATS_OK) {
    return connection->failed(status);
  }
  const auto started = base::Clock::now();
  for (int attempt_ms = connect_ms_first;; attempt_ms = std::min(attempt_ms * 2, connect_ms_max)) {
    os::check_interrupted();
    natsOptions_SetTimeout(created, detail::slice_ms(deadline, attempt_ms));
    natsConnection* handle = nullptr;
    const natsStatus status = natsConnection_Connect(&handle, created);
    connection->handle.reset(handle);
    if (status == NATS_OK) return connection;
    if (status != NATS_TIMEOUT) return connection->failed(status);
    if (deadline.passed()) break;
  }
  os::check_interrupted();
  const std::chrono::duration<double> waited = base::Clock::now() - started;
  return connection->failed(base::Error{fmt::format("no answer after {:.1f} s", waited.count())});
}

base::Error Connection::failed(const base::Error& error) const {
  return error.context(fmt::format("nats at {}", url));
}

base::Error Connection::failed(natsStatus status) const { return failed(detail::error_of(status)); }

base::Status Connection::check(natsStatus status) const {
  if (status == NATS_OK) return {};
  return failed(status);
}

bool Connection::connected() const {
  return natsConnection_Status(handle.get()) == NATS_CONN_STATUS_CONNECTED;
}

}  // namespace dyntest::nats

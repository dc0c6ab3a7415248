#include "foundation/net/detail/transfer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <system_error>

#include "foundation/base/panic.hpp"
#include "foundation/os/wait.hpp"

namespace dyntest::net::detail {
namespace {

constexpr int slice_ms_max = 50;  // how long a test's end may go unnoticed

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  base::require(curl_easy_setopt(easy, option, value) == CURLE_OK, "curl refused an option");
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

// `Connection refused` → `connection refused`: it ends a chain of contexts.
std::string lower_first(std::string text) {
  if (!text.empty()) {
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  }
  return text;
}

std::string describe(CURL* easy, CURLcode code, const char* text) {
  long number = 0;
  curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
  if (code == CURLE_COULDNT_CONNECT && number != 0) {
    return lower_first(std::generic_category().message(static_cast<int>(number)));
  }
  return lower_first(*text != '\0' ? text : curl_easy_strerror(code));
}

}  // namespace

Multi make_multi() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  base::require(ready == CURLE_OK, "libcurl cannot be initialised");
  Multi multi{curl_multi_init()};
  base::require(multi != nullptr, "libcurl is out of memory");
  return multi;
}

Transfer::Transfer(CURLM* multi, Request request)
    : multi_{multi},
      request_{std::move(request)},
      easy_{curl_easy_init(), curl_easy_cleanup},
      header_list_{nullptr, curl_slist_free_all} {
  base::require(easy_ != nullptr, "libcurl is out of memory");
  configure();
  configure_body();
  configure_headers();
  base::require(curl_multi_add_handle(multi_, easy_.get()) == CURLM_OK, "curl_multi_add_handle");
}

Transfer::~Transfer() { curl_multi_remove_handle(multi_, easy_.get()); }

void Transfer::configure() {
  CURL* easy = easy_.get();
  set(easy, CURLOPT_URL, request_.url.c_str());
  set(easy, CURLOPT_PROXY, "");
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_ERRORBUFFER, error_text_.data());
  set(easy, CURLOPT_PREREQFUNCTION, &Transfer::before_request);
  set(easy, CURLOPT_PREREQDATA, static_cast<void*>(this));
  set(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  set(easy, CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(easy, CURLOPT_PRIVATE, static_cast<void*>(this));
}

void Transfer::configure_body() {
  CURL* easy = easy_.get();
  const std::string& method = request_.method;
  if (method == "HEAD") {
    set(easy, CURLOPT_NOBODY, 1L);
  } else if (method == "POST" || !request_.body.empty()) {
    set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    set(easy, CURLOPT_POSTFIELDS, request_.body.c_str());
    set(easy, CURLOPT_CUSTOMREQUEST, method.c_str());
  } else {
    set(easy, CURLOPT_CUSTOMREQUEST, method.c_str());
  }
}

void Transfer::configure_headers() {
  const auto append = [this](const std::string& line) {
    curl_slist* longer = curl_slist_append(header_list_.get(), line.c_str());
    base::require(longer != nullptr, "libcurl is out of memory");
    static_cast<void>(header_list_.release());
    header_list_.reset(longer);
  };
  // curl would otherwise claim form data, and wait a second for `100 Continue` on long bodies.
  append("Expect:");
  const bool typed = std::ranges::any_of(request_.headers, [](const Header& header) {
    return same_name(header.name, "Content-Type");
  });
  if (!typed) append("Content-Type:");
  for (const auto& [name, value] : request_.headers) {
    append(value.empty() ? fmt::format("{};", name) : fmt::format("{}: {}", name, value));
  }
  set(easy_.get(), CURLOPT_HTTPHEADER, header_list_.get());
}

int Transfer::before_request(void* self, char*, char*, int, int) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.broken_ = std::exchange(transfer.asked_, true) && transfer.request_.once;
  return transfer.broken_ ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  std::string_view line{data, size * count};
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (line.starts_with("HTTP/")) {
    transfer.response.headers.clear();  // what came before was a `100 Continue`
  } else if (line.empty()) {
    long status = 0;
    curl_easy_getinfo(transfer.easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    transfer.response.status = static_cast<int>(status);
    transfer.head_complete_ = status >= 200;
    transfer.moved_ = true;
  } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    std::string_view value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    transfer.response.headers.push_back({std::string{line.substr(0, colon)}, std::string{value}});
  }
  return size * count;
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  std::string& body = transfer.response.body;
  transfer.too_long_ = body.size() + size * count > body_bytes_max;
  if (transfer.too_long_) return 0;  // curl ends the exchange
  body.append(data, size * count);
  if (transfer.time_arrivals) transfer.arrivals.push_back({base::Clock::now(), body.size()});
  transfer.moved_ = true;
  return size * count;
}

void Transfer::perform(CURLM* multi, const Limits& limits) {
  if (limits.interruptible) os::check_interrupted();
  int running = 0;
  base::require(curl_multi_perform(multi, &running) == CURLM_OK, "curl_multi_perform");
  int queued = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi, &queued)) {
    if (message->msg != CURLMSG_DONE) continue;
    Transfer* transfer = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    transfer->code_ = message->data.result;
    transfer->done_ = true;
  }
}

base::Status Transfer::poll(CURLM* multi, const Limits& limits) {
  const int left = limits.deadline.poll_timeout();
  const int slice = left < 0 ? slice_ms_max : std::min(left, slice_ms_max);
  curl_waitfd cancel{limits.cancel_fd, CURL_WAIT_POLLIN, 0};
  const unsigned extra = limits.cancel_fd >= 0 ? 1 : 0;
  base::require(curl_multi_poll(multi, &cancel, extra, slice, nullptr) == CURLM_OK,
                "curl_multi_poll");
  if (cancel.revents != 0) return base::Error{"cancelled"};
  return {};
}

base::Status Transfer::step(const Limits& limits) {
  perform(multi_, limits);
  if (done_ || std::exchange(moved_, false)) return {};
  return poll(multi_, limits);
}

template <class Enough>
base::Status Transfer::step_until(Enough enough, const Limits& limits) {
  while (!enough()) {
    if (auto stepped = step(limits); !stepped) return stepped;
    if (enough() || !limits.deadline.passed()) continue;
    if (limits.interruptible)
      os::check_interrupted();  // the test's time-out, not the server's fault
    const std::chrono::duration<double> waited = base::Clock::now() - started_;
    return base::Error{fmt::format("no answer after {:.1f} s", waited.count())};
  }
  return {};
}

base::Status Transfer::finish(const Limits& limits) {
  auto stepped = step_until([this] { return done_; }, limits);
  return stepped ? outcome() : stepped;
}

base::Status Transfer::finish_head(const Limits& limits) {
  auto stepped = step_until([this] { return done_ || head_complete_; }, limits);
  return stepped && done_ ? outcome() : stepped;
}

base::Status Transfer::outcome() const {
  base::require(done_, "the outcome of an unfinished transfer");
  if (code_ == CURLE_OK && head_complete_) return {};
  if (code_ == CURLE_OK) return base::Error{"the connection was closed within the head"};
  if (broken_) return base::Error{"the connection was closed before an answer"};
  if (too_long_) return base::Error{fmt::format("the body exceeds {} bytes", body_bytes_max)};
  std::string text = describe(easy_.get(), code_, error_text_.data());
  long sent = 0;  // > 0: curl is at its second connection, the first one broke
  curl_easy_getinfo(easy_.get(), CURLINFO_REQUEST_SIZE, &sent);
  const bool unconnected = code_ == CURLE_COULDNT_CONNECT || code_ == CURLE_COULDNT_RESOLVE_HOST;
  if (unconnected && sent == 0) return base::Error{std::move(text), not_sent};
  return base::Error{std::move(text)};
}

}  // namespace dyntest::net::detail

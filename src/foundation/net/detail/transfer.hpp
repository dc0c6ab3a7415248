// One HTTP exchange on a curl multi handle, driven in small steps by whoever waits for it.
#pragma once

#include <curl/curl.h>

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "foundation/base/clock.hpp"
#include "foundation/base/error.hpp"
#include "foundation/net/http.hpp"

namespace dyntest::net::detail {

struct MultiCleanup {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
using Multi = std::unique_ptr<CURLM, MultiCleanup>;

// Initialises the library on first use; aborts when memory is out.
Multi make_multi();

// What has arrived of a body by some moment.
struct Arrival {
  base::Clock::time_point at;
  std::size_t bytes = 0;  // of the body, up to then
};

// Neither copied nor moved: curl holds its address. `multi` must outlive it. Several may share one
// multi; then perform and poll drive them, not step.
class Transfer {
 public:
  Transfer(CURLM* multi, Request request);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // The two halves of a step. The first lets all transfers of `multi` go on as far as they can and
  // may throw Interrupted. The second waits for something to arrive, for at most 50 ms.
  static void perform(CURLM* multi, const Limits& limits);
  static base::Status poll(CURLM* multi, const Limits& limits);
  // Lets the exchange go on: returns when something has arrived, or after 50 ms, or at the
  // deadline, or with the error `cancelled`. May throw Interrupted.
  base::Status step(const Limits& limits);
  // Steps until the exchange is over or the deadline has passed, which is an error here.
  base::Status finish(const Limits& limits);
  // The same, until the headers are here.
  base::Status finish_head(const Limits& limits);

  bool head_complete() const { return head_complete_; }
  bool done() const { return done_; }
  // How it ended; only once done.
  base::Status outcome() const;

  Response response;              // filled as it arrives
  std::vector<Arrival> arrivals;  // of its body, if `time_arrivals`
  bool time_arrivals = false;

 private:
  // Before each sending of the request, thus also before its repetition on another connection.
  static int before_request(void* self, char*, char*, int, int);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  void configure();
  void configure_body();
  void configure_headers();
  template <class Enough>
  base::Status step_until(Enough enough, const Limits& limits);

  CURLM* multi_;
  Request request_;  // curl reads the body from here
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy_;
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> header_list_;
  std::array<char, CURL_ERROR_SIZE> error_text_{};
  base::Clock::time_point started_ = base::Clock::now();
  CURLcode code_ = CURLE_OK;
  bool asked_ = false;   // curl has begun to send the request
  bool broken_ = false;  // it would have sent again what is sent once
  bool head_complete_ = false;
  bool moved_ = false;  // something arrived since the last look
  bool done_ = false;
  bool too_long_ = false;
};

}  // namespace dyntest::net::detail

// Many HTTP exchanges at once, on one thread: hundreds of streams that are open together.
//
//   HttpCrowd crowd;
//   for (auto& request : requests) crowd.begin(std::move(request));
//   const auto finished = crowd.finish(Deadline::in(30s));
//
// Who uses it: clients that put load on a server. All go on while anyone waits here, and only then:
// what nobody waits for stands still, as with a slow reader. Each exchange has a connection of its
// own or one that an earlier exchange has left. Destroying it closes all connections.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/clock.hpp"
#include "foundation/base/error.hpp"
#include "foundation/net/http.hpp"

namespace dyntest::net {

// When a body had so many bytes.
struct BodyMark {
  base::Clock::time_point at;
  std::size_t bytes = 0;
};

class HttpCrowd {
 public:
  HttpCrowd();
  ~HttpCrowd();
  HttpCrowd(HttpCrowd&&) noexcept;
  HttpCrowd& operator=(HttpCrowd&&) noexcept;

  // Begins an exchange and returns its number: 0, 1, 2, … Never blocks; nothing is sent before
  // somebody waits.
  std::size_t begin(Request request);
  std::size_t size() const;

  // Blocks until `enough` is true, which is asked again whenever something has arrived. The error:
  // the deadline passed, with how many exchanges are over.
  base::Status wait(const std::function<bool()>& enough, const Limits& limits);
  // Until all are over.
  base::Status finish(const Limits& limits);

  // Closes the connection of an exchange that is not over; what has arrived stays.
  void drop(std::size_t number);
  bool over(std::size_t number) const;
  // What has arrived so far; its status is 0 before the head.
  const Response& response(std::size_t number) const;
  // When it arrived, in rising order.
  std::vector<BodyMark> arrivals(std::size_t number) const;
  base::Clock::time_point begun(std::size_t number) const;
  // Why an exchange that is over has no whole answer.
  std::optional<std::string> failure(std::size_t number) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dyntest::net

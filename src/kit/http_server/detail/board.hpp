// What a server's thread and the threads of a test share: expectations, requests, streams. Knows no
// sockets.
//
// The server's thread brings requests (`receive`) and takes what to answer; handles of the test
// (Expectation, Stream) program and ask. All state is under one mutex; no code of the test runs
// while it is held.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "kit/http_server/detail/changes.hpp"
#include "kit/http_server/detail/matching.hpp"
#include "kit/http_server/http_server.hpp"

namespace dyntest::http_server::detail {

struct StreamStep {
  enum class Kind { send, pause, finish, cut, reset };
  Kind kind;
  std::string text;
  base::Duration time{};
};

struct StreamState {
  std::string title;             // `POST /v1/completions`
  std::deque<StreamStep> steps;  // said, and not yet taken by the server
  bool is_ended = false;         // by the test
  bool is_open = false;
  bool client_has_gone = false;
  std::function<void()> resume;  // of the server's thread alone
};

using Planned = std::variant<Answer, Function, std::shared_ptr<StreamState>>;
using Kept = std::shared_ptr<const Request>;

struct ExpectationState {
  std::string method;
  std::string path;
  std::string place;  // `tests/integration/test_integ_router_x.cpp:12`
  std::shared_ptr<const std::vector<Condition>> conditions =
      std::make_shared<const std::vector<Condition>>();  // replaced, never changed
  std::deque<Planned> answers;
  bool last_stays = true;
  bool is_optional = false;
  std::size_t calls = 0;
  std::vector<Kept> requests;

  std::string title() const { return method + " " + path + " (" + place + ")"; }
};

class Board {
 public:
  explicit Board(Limits bounds) : limits{bounds} {}

  // For the server's thread. `receive` may run functions of the test that conditions hold.
  Planned receive(Request request);
  void complain(std::string text);  // something that check() names
  std::optional<StreamStep> next_step(StreamState& stream);
  void opened(StreamState& stream);
  void lost_client(StreamState& stream);
  void accepted();

  // For the threads of a test.
  std::shared_ptr<ExpectationState> expect(ExpectationState state);
  void change(const std::function<void()>& change);  // with the mutex held
  template <class Read>
  auto read(Read read) const {
    const std::lock_guard lock{mutex_};
    return read();
  }
  bool wait(base::Deadline deadline, const std::function<bool()>& done);
  void step(const std::shared_ptr<StreamState>& stream, StreamStep step);
  // How the server's thread is told that a stream has a step; null once there is none.
  void set_wake(std::function<void(std::shared_ptr<StreamState>)> wake);
  void clear();
  base::Status check() const;

  // What has come, as `GET /a, POST /b (unexpected)`. The mutex is held.
  std::string arrivals() const;

  const Limits limits;
  // Under the mutex: `read` and `change`.
  std::vector<Kept> requests;
  std::size_t requests_count = 0;  // with those that were not kept
  int connections = 0;
  bool unmatched_is_fine = false;

 private:
  struct Candidate {
    std::shared_ptr<ExpectationState> state;
    std::shared_ptr<const std::vector<Condition>> conditions;
    Difference difference;
  };
  std::vector<Candidate> candidates() const;
  std::optional<Planned> claim(const std::vector<Candidate>& all, Request& request);
  void keep(Request request, ExpectationState* state);

  mutable std::mutex mutex_;
  Changes changes_;
  std::vector<std::shared_ptr<ExpectationState>> expectations_;  // the newest last
  std::vector<std::string> unmatched_;                           // the first of them, with reasons
  std::size_t unmatched_count_ = 0;
  std::vector<std::string> complaints_;
  std::size_t complaints_count_ = 0;
  std::function<void(std::shared_ptr<StreamState>)> wake_;
};

}  // namespace dyntest::http_server::detail

// A question whether a service works, as a value: a plain function, or one of the strategies in
// ready_*.hpp, alone or combined.
//
//   launch.probe = [](base::Deadline deadline) -> base::Status { … };
//   launch.probe = ready::all(ready::port(address), ready::log_line("Server is ready"));
//
// Who uses it: Launch and Service::wait_until. A probe asks once and does not wait for another
// answer; the loop that asks again is detail/await.hpp. Says nothing about whether the process
// lives: that loop does.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"

namespace dyntest::services {

struct Answer {
  enum class Kind {
    ready,
    not_yet,  // ask again
    never,    // asking again is in vain: give up at once
  };
  Kind kind = Kind::ready;
  std::string why;  // empty if ready

  static Answer ready() { return {}; }
  static Answer not_yet(std::string why) { return {Kind::not_yet, std::move(why)}; }
  static Answer never(std::string why) { return {Kind::never, std::move(why)}; }
  bool operator==(const Answer&) const = default;
};

// What is asked about.
struct Subject {
  std::filesystem::path log;     // what it writes; empty = nobody knows
  std::uintmax_t log_begin = 0;  // where in it this start's lines begin
};

// How long one question may take.
struct Bounds {
  base::Deadline deadline;
  int cancel_fd = -1;  // borrowed; readable = the answer is of no use any more
};

// The questions of one wait: what it has read so far, its open connections.
class Prober {
 public:
  Prober() = default;
  Prober(const Prober&) = delete;
  Prober& operator=(const Prober&) = delete;
  virtual ~Prober() = default;

  // Answers within `bounds`. May throw os::Interrupted.
  virtual Answer ask(const Bounds& bounds) = 0;
  // Adds descriptors that become readable when the answer may be another. Where there are none, it
  // is asked again after a while.
  virtual void add_wakes(std::vector<int>&) const {}
};

class Probe {
 public:
  using Maker = std::function<std::unique_ptr<Prober>(const Subject&)>;

  // Ready as soon as the process runs.
  Probe() = default;
  // `function` is asked again and again; it gets the deadline of each question.
  template <class Function>
    requires std::is_invocable_r_v<base::Status, Function&, base::Deadline>
  Probe(Function function)
      : Probe{of_function(std::function<base::Status(base::Deadline)>{std::move(function)})} {}
  // For strategies: a maker of what asks in one wait.
  static Probe of(Maker maker);

  std::unique_ptr<Prober> begin(const Subject& subject) const;

 private:
  static Probe of_function(std::function<base::Status(base::Deadline)> function);

  Maker maker_;  // none = always ready
};

}  // namespace dyntest::services

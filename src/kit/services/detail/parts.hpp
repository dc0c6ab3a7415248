// The parts of a combined probe, asked in turn.
//
// Used by ready::all and ready::any. A part that hangs must not keep the others from being asked:
// each gets its share of what is left, and little at first.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kit/services/probe.hpp"

namespace dyntest::services::detail {

// How long one of `count` questions may take that are asked in turn: 20 ms, and more the longer one
// has `waited`; never more than its share of what is left until `bounds`.
Bounds share(const Bounds& bounds, base::Duration waited, std::size_t count);

class Parts {
 public:
  Parts(const std::vector<Probe>& parts, const Subject& subject);

  // Asks those that are not ready and may be yet, until `enough` says so of an answer.
  template <class Enough>
  void ask(const Bounds& bounds, Enough enough);

  bool is_each(Answer::Kind kind) const;
  bool is_some(Answer::Kind kind) const;
  // Why of each that is not ready, `; ` between.
  std::string why() const;
  void add_wakes(std::vector<int>& wakes) const;

 private:
  struct Part {
    std::unique_ptr<Prober> prober;
    Answer answer;
  };
  std::size_t open() const;

  std::vector<Part> parts_;
  base::Clock::time_point started_ = base::Clock::now();
};

template <class Enough>
void Parts::ask(const Bounds& bounds, Enough enough) {
  std::size_t left = open();
  for (auto& [prober, answer] : parts_) {
    if (answer.kind != Answer::Kind::not_yet) continue;
    answer = prober->ask(share(bounds, base::Clock::now() - started_, left--));
    if (enough(answer)) return;
  }
}

}  // namespace dyntest::services::detail

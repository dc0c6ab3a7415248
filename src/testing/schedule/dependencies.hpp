// Which tests depend on which others of a list: an order in which those come first, and which tests
// belong together. Tests are indices. Nobody depends on himself, over any number of steps.
#pragma once

#include <cstddef>
#include <vector>

namespace dyntest::schedule {

class Dependencies {
 public:
  using Tests = std::vector<std::size_t>;

  Dependencies() = default;  // no test depends on another
  // Of each test those that it depends on; empty if no test has any.
  explicit Dependencies(std::vector<Tests> of);

  bool empty() const { return of_.empty(); }
  // Those that the test depends on, without steps between.
  const Tests& of(std::size_t test) const { return empty() ? none_ : of_[test]; }

  // `tests`, each behind those of them that it depends on, and else in the order that they have:
  // what comes too late is moved in front of the first that waits for it.
  Tests in_order(const Tests& tests) const;

  // What is left of them among `tests`, which count from 0 on in this order, each `repeat` times in
  // a row. A repetition depends on those with its own number.
  Dependencies among(const Tests& tests, std::size_t repeat = 1) const;

  // For each of `size` tests the first that it is connected with; itself if with none before it.
  Tests leaders(std::size_t size) const;

 private:
  std::vector<Tests> of_;
  Tests none_;
};

}  // namespace dyntest::schedule

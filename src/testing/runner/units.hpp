// What is left to be handed out to workers. Used by the controller; knows no workers.
//
//   unit   the selected tests of one file: what a worker is given at a time
//   alone  a unit that measures: nothing else runs beside it, so it comes when all others are done
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <vector>

namespace dyntest::runner {

// A test to run: which executable, which of its items.
struct Selected {
  std::size_t executable = 0;
  std::uint32_t index = 0;  // in the executable's collection
  std::string file;
  bool alone = false;  // nothing may run beside it
};

struct Unit {
  std::size_t executable = 0;
  std::vector<std::uint32_t> items;  // indices of selected tests
  bool alone = false;                // one of its tests is
};

class Units {
 public:
  Units() = default;
  // Units come in the order of `tests`, those that are alone after all others.
  explicit Units(const std::vector<Selected>& tests);

  // Whether the next unit, or the one taken last where none is left, is alone.
  bool alone() const { return units_.empty() ? taken_alone_ : units_.front().alone; }
  // Whether a worker of this executable may be given a unit now.
  bool has(std::size_t executable) const;
  // The first of them; there must be one.
  Unit take(std::size_t executable);
  // The rest of a unit whose worker died; it comes next.
  void give_back(Unit unit) { units_.push_front(std::move(unit)); }
  void clear() { units_.clear(); }
  // The executables of the units that may be given now, one entry each.
  std::vector<std::size_t> executables() const;

 private:
  std::list<Unit> units_;
  bool taken_alone_ = false;
};

}  // namespace dyntest::runner

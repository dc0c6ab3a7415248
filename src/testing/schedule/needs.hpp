// What tests take from the machine while they run, and what of it is free.
//
//   cpu(n)         n of the places that a run has; a test takes one
//   lock("name")   nobody else holds it
//   exclusive      nothing else runs: what measures is so by itself
#pragma once

#include <cstddef>
#include <set>
#include <string>

namespace dyntest::schedule {

struct Needs {
  std::size_t places = 1;
  std::set<std::string> locks;
  bool alone = false;
  bool operator==(const Needs&) const = default;
};

class Pool {
 public:
  explicit Pool(std::size_t places) : free_{static_cast<std::ptrdiff_t>(places)} {}

  bool fits(const Needs& needs) const;
  void take(const Needs& needs);
  void give_back(const Needs& needs);
  // Nobody who comes later may have these places, free or not yet.
  void reserve(const Needs& needs) { free_ -= static_cast<std::ptrdiff_t>(needs.places); }
  std::size_t free() const { return free_ > 0 ? static_cast<std::size_t>(free_) : 0; }

 private:
  std::ptrdiff_t free_;
  std::set<std::string> locks_;  // held
};

}  // namespace dyntest::schedule

// What tests take from the machine while they run, and what of it is free.
//
//   cpu(n)         n of the places that a run has; a test takes one
//   lock("name")   nobody else holds it
//   exclusive      nothing else runs: what measures is so by itself
//   hosts          by their numbers: fixtures of scope run, which are built or have failed
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <utility>

#include "testing/schedule/gpus.hpp"

namespace dyntest::schedule {

struct Needs {
  std::size_t places = 1;
  std::set<std::string> locks;
  bool alone = false;
  std::set<std::size_t> hosts = {};
  bool operator==(const Needs&) const = default;

  // A place is all that it takes.
  bool is_plain() const { return places == 1 && locks.empty() && !alone; }
};

class Pool {
 public:
  explicit Pool(std::size_t places, Gpus of_run = {})
      : gpus{std::move(of_run)}, free_{static_cast<std::ptrdiff_t>(places)} {}

  Gpus gpus;  // taken for a worker's life, not with what a test needs

  bool fits(const Needs& needs) const;
  void take(const Needs& needs);
  void give_back(const Needs& needs);
  // Nobody who comes later may have these places, free or not yet.
  void reserve(const Needs& needs) { free_ -= static_cast<std::ptrdiff_t>(needs.places); }
  // This host is built, or has failed.
  void open(std::size_t host) { open_.insert(host); }
  bool is_open(const Needs& needs) const;
  std::size_t free() const { return free_ > 0 ? static_cast<std::size_t>(free_) : 0; }

 private:
  std::ptrdiff_t free_;
  std::set<std::string> locks_;  // held
  std::set<std::size_t> open_;
};

}  // namespace dyntest::schedule

// Sends the calls of a function somewhere else, and back. What patch.hpp stands on; it knows
// functions as addresses and doubles as void*, so that it is compiled once.
//
// A function that was compiled with dyntest_patchable gets a jump at its entry, once; a function of
// a shared library is replaced where other objects keep its address for the dynamic linker. Every
// other function is refused with the reason, because calls of it could be missed.
//
// All of it may be used while other threads call the function.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>

#include "testing/doubles/where.hpp"

namespace dyntest::doubles {

// A function whose type is forgotten.
using Code = void (*)();

class Target;

// A function of ours that calls can be sent to. It cannot be told whom it stands for, so there are
// several of each type; each serves one target.
struct Entrance {
  Code code = nullptr;
  std::atomic<Target*> target{nullptr};
};

struct Entrances {
  Entrance* first;
  std::size_t count;
};

// The target that `function` is. Stops the test at `where` if not every call could be replaced.
Target& find_target(Code function, Entrances entrances, Where where);
[[noreturn]] void refuse_virtual(Where where);

// Never null; the function behind the jump, or the library's own.
Code original(const Target& target);
// As a person writes it: `module::fetch`.
const char* name(const Target& target);

// While it lives, calls of `target` go to `stand_in`; the newest one wins. Its end waits for calls
// that are still in there, for seconds at most: a double that is not left is a failed test.
class Activation {
 public:
  Activation(Target& target, void* stand_in, Where where);
  Activation(const Activation&) = delete;
  Activation& operator=(const Activation&) = delete;
  ~Activation();

 private:
  friend class Visit;
  Target& target_;
  void* stand_in_;
  Where where_;
  int visits_ = 0;  // guarded by the target's mutex
};

// A call on its way through an entrance: keeps the double alive.
class Visit {
 public:
  explicit Visit(const Entrance& entrance);
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;
  ~Visit();

  // Null if the replacement has just ended: call the original.
  void* double_in_charge() const;
  Code original() const;

 private:
  Target& target_;
  Activation* activation_;
};

}  // namespace dyntest::doubles

// Measures how long code takes (pytest-benchmark's fixture). One table at the end of the run shows
// all that was measured; see docs/manual/benchmarks.md.
//
//   TEST(routes_quickly, (Benchmark& benchmark), benchmark) {
//     const Route route = benchmark([&] { return router.route(request); });
//     CHECK(route.worker == 0);
//   }
//
// The code is called once more for its result, and once only with --benchmark-disable. A test
// measures once; what throws or fails measures nothing. Times come from CLOCK_MONOTONIC.
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

#include "testing/builtin/build_kind.hpp"

namespace dyntest::builtin {

// For pedantic: all of it is done, nothing is calibrated.
struct Rounds {
  std::uint64_t rounds = 1;         // at least 1
  std::uint64_t iterations = 1;     // calls a round; 1 where there is a set-up
  std::uint64_t warmup_rounds = 0;  // before them, not counted
};

class Benchmark {
 public:
  Benchmark() = default;
  Benchmark(const Benchmark&) = delete;
  Benchmark& operator=(const Benchmark&) = delete;

  // Finds out how often to call `code` in a round so that the clock can time it, then measures
  // rounds for about a second, at least five. Returns what `code` returns.
  template <class Code>
  auto operator()(Code&& code) {
    auto call = [&]() -> decltype(auto) { return code(); };
    measure(loop_over(call), build_of_this_file);
    return code();
  }

  // Measures exactly `rounds`. Throws std::invalid_argument for counts that make no sense.
  template <class Code>
  auto pedantic(Code&& code, Rounds rounds) {
    auto call = [&]() -> decltype(auto) { return code(); };
    measure_rounds(loop_over(call), {}, rounds, build_of_this_file);
    return code();
  }
  // The same; `set_up` runs before each round and before the last call, and is not timed.
  template <class Code, class SetUp>
  auto pedantic(Code&& code, Rounds rounds, SetUp&& set_up) {
    auto call = [&]() -> decltype(auto) { return code(); };
    auto prepare = [&] { set_up(); };
    measure_rounds(loop_over(call), loop_over(prepare), rounds, build_of_this_file);
    set_up();
    return code();
  }

  // In which table the result stands; said before measuring.
  void group(std::string name) { group_ = std::move(name); }

  // The compiler has to make `value`, and may not guess what becomes of it. What measured code
  // returns is kept anyway.
  template <class T>
  static void keep(const T& value) {
    if constexpr (std::is_trivially_copyable_v<T> && sizeof(T) <= sizeof(void*))
      asm volatile("" : : "r,m"(value) : "memory");
    else
      asm volatile("" : : "m"(value) : "memory");
  }

 private:
  // Code of any type as a function and its argument; null = none.
  struct Loop {
    void* code = nullptr;
    void (*run)(void* code, std::uint64_t iterations) = nullptr;
  };

  // Borrows `call`.
  template <class Call>
  static Loop loop_over(Call& call) {
    return {&call, [](void* code, std::uint64_t left) {
              for (; left > 0; --left) {
                if constexpr (std::is_void_v<decltype(call())>)
                  (*static_cast<Call*>(code))();
                else
                  keep((*static_cast<Call*>(code))());
                asm volatile("" : : : "memory");  // what one call read, the next one reads again
              }
            }};
  }

  void measure(Loop loop, model::Build build);
  void measure_rounds(Loop loop, Loop set_up, Rounds rounds, model::Build build);
  void use_once();

  std::string group_;
  bool used_ = false;
};

}  // namespace dyntest::builtin

// Which tests of its batches a worker has not begun: it takes them one by one from the front, the
// controller may take some back from the end while it does. In memory that both share; no locks.
#pragma once

#include <atomic>
#include <cstdint>

namespace dyntest::runner {

class Claims {
 public:
  // Worker: the next test is mine. False if there is none.
  bool claim() {
    auto state = state_.load();
    do {
      if (begun(state) == end(state)) return false;
    } while (!state_.compare_exchange_weak(state, state + one_begun));
    return true;
  }

  // Controller: so many more are there.
  void add(std::uint32_t count) { state_ += count; }
  // Controller: the last `count` are not there any more. False if the worker has begun one of them.
  bool withdraw(std::uint32_t count) {
    auto state = state_.load();
    do {
      if (end(state) - begun(state) < count) return false;
    } while (!state_.compare_exchange_weak(state, state - count));
    return true;
  }

  std::uint32_t left() const {
    const auto state = state_.load();
    return end(state) - begun(state);
  }

 private:
  static constexpr std::uint64_t one_begun = std::uint64_t{1} << 32u;
  static std::uint32_t begun(std::uint64_t state) {
    return static_cast<std::uint32_t>(state >> 32u);
  }
  static std::uint32_t end(std::uint64_t state) { return static_cast<std::uint32_t>(state); }

  std::atomic<std::uint64_t> state_{0};  // begun, end: counted over all batches
};

}  // namespace dyntest::runner

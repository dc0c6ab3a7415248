// What a patch and a Mock have in common: being told what to do, and being asked what was called.
//
//   service.returns(7);                                  every call
//   service.raises(Unavailable{}).then_returns(7);       one after the other; the last one stays
//   service.calls([](int n) { return n + 1; });          side effects; for a member function also
//                                                        with the object as first parameter
//   service.wraps();                                     a spy: calls the original
//
//   service.assert_called_once_with("a", any);  service.assert_called_times(2);  …
//
// The questions end the test if the answer is wrong (as pytest-mock's do), and list the calls. All
// of it may be used while other threads call the double. `calls` functions run in the caller's
// thread, several at a time if it is called so.
//
// A function that is noexcept ends the process if its double throws, and that includes a REQUIRE
// that fails in there and a call that nobody said a result for.
#pragma once

#include <memory>
#include <tuple>
#include <vector>

#include "testing/doubles/behaviour.hpp"

namespace dyntest::doubles {

// A double is a handle: copies are the same double.
//
// Self is the class (const-qualified for a const member) that a member function belongs to, void
// for all others.
template <bool no_throw, class Self, class R, class... P>
class Double {
 public:
  using Original = detail::Behaviour<R, Self, P...>;
  using Arguments = std::tuple<detail::Kept<P>...>;

  // `original` is what wraps() calls.
  Double(std::string name, Where where, std::shared_ptr<Original> original)
      : state_{std::make_shared<State>(std::move(name), where, std::move(original))} {}

  // What the next calls do. The forms without `then_` replace all that was said before.
  template <class... T>
  Double& returns(T&&... value) {
    return start(returning(std::forward<T>(value)...));
  }
  template <class... T>
  Double& then_returns(T&&... value) {
    return append(returning(std::forward<T>(value)...));
  }
  template <class E>
  Double& raises(E error) {
    return start(raising(std::move(error)));
  }
  template <class E>
  Double& then_raises(E error) {
    return append(raising(std::move(error)));
  }
  template <class F>
  Double& calls(F function) {
    return start(calling(std::move(function)));
  }
  template <class F>
  Double& then_calls(F function) {
    return append(calling(std::move(function)));
  }
  Double& wraps() { return start(state_->original); }
  Double& then_wraps() { return append(state_->original); }

  // Forgets the calls; what it does stays, and a sequence starts anew.
  void reset() {
    state_->ledger.clear();
    const Lock lock{state_->ledger};
    state_->next = 0;
  }

  std::size_t call_count() const { return state_->ledger.count(); }
  // Copies of the arguments of the last call, or of the one with that number (the first is 0).
  Arguments call_args(Where where = Where::here()) const {
    return arguments(*state_->ledger.last_call(where));
  }
  Arguments call_args(std::size_t number, Where where = Where::here()) const {
    return arguments(*state_->ledger.call(number, where));
  }

  void assert_called(Where where = Where::here()) const { state_->ledger.assert_called(where); }
  void assert_called_once(Where where = Where::here()) const {
    state_->ledger.assert_called_once(where);
  }
  void assert_called_times(std::size_t times, Where where = Where::here()) const {
    state_->ledger.assert_called_times(times, where);
  }
  void assert_not_called(Where where = Where::here()) const {
    state_->ledger.assert_not_called(where);
  }
  // The last call's arguments; the only call's; those of any call. `any` equals everything.
  void assert_called_with(const detail::Expected<detail::Kept<P>>&... argument,
                          Where where = Where::here()) const {
    const Expectation expected{argument...};
    state_->ledger.assert_called_with(wanted(expected), where);
  }
  void assert_called_once_with(const detail::Expected<detail::Kept<P>>&... argument,
                               Where where = Where::here()) const {
    const Expectation expected{argument...};
    state_->ledger.assert_called_once_with(wanted(expected), where);
  }
  void assert_any_call(const detail::Expected<detail::Kept<P>>&... argument,
                       Where where = Where::here()) const {
    const Expectation expected{argument...};
    state_->ledger.assert_any_call(wanted(expected), where);
  }

  // A call: kept, then answered. Arguments are those of the caller and may be moved from.
  R call(Self* self, std::remove_reference_t<P>&... argument) const {
    state_->ledger.add(std::make_shared<const detail::CallOf<P...>>(argument...));
    const std::shared_ptr<Original> step = next_step();
    return step->run({state_->ledger, state_->where}, self, argument...);
  }

 private:
  using Step = std::shared_ptr<Original>;
  using Expectation = std::tuple<const detail::Expected<detail::Kept<P>>&...>;

  template <class... T>
  static Step returning(T&&... value) {
    if constexpr (std::is_void_v<R>) {
      static_assert(sizeof...(T) == 0, "the function returns nothing: returns()");
      return std::make_shared<detail::Unprogrammed<R, Self, P...>>();
    } else {
      static_assert(sizeof...(T) == 1, "the function returns one value: returns(value)");
      if constexpr (std::is_reference_v<R>)
        return std::make_shared<detail::ReturningReference<R, Self, P...>>(value...);
      else
        return std::make_shared<detail::Returning<R, Self, P...>>(std::forward<T>(value)...);
    }
  }
  template <class E>
  static Step raising(E error) {
    static_assert(!no_throw, "the function is noexcept: it cannot raise");
    return std::make_shared<detail::Raising<E, R, Self, P...>>(std::move(error));
  }
  template <class F>
  static Step calling(F function) {
    return std::make_shared<detail::Calling<F, R, Self, P...>>(std::move(function));
  }

  Double& start(Step step) {
    const Lock lock{state_->ledger};
    state_->steps.clear();
    state_->steps.push_back(std::move(step));
    state_->next = 0;
    return *this;
  }
  Double& append(Step step) {
    const Lock lock{state_->ledger};
    state_->steps.push_back(std::move(step));
    return *this;
  }
  Step next_step() const {
    const Lock lock{state_->ledger};
    if (state_->steps.empty())
      state_->steps.push_back(std::make_shared<detail::Unprogrammed<R, Self, P...>>());
    const Step step = state_->steps[state_->next];
    if (state_->next + 1 < state_->steps.size()) ++state_->next;
    return step;
  }

  static const Arguments& arguments(const Call& call) {
    return static_cast<const detail::CallOf<P...>&>(call).arguments;
  }
  static Ledger::Wanted wanted(const Expectation& expected) {
    return {&expected, &matches, &print_expected};
  }
  static bool matches(const Call& call, const void* expected) {
    return matches_each(arguments(call), *static_cast<const Expectation*>(expected),
                        std::index_sequence_for<P...>{});
  }
  template <std::size_t... I>
  static bool matches_each([[maybe_unused]] const Arguments& actual,
                           [[maybe_unused]] const Expectation& expected,
                           std::index_sequence<I...>) {
    return (std::get<I>(expected).matches(std::get<I>(actual)) && ...);
  }
  static void print_expected(check::Sink& sink, const void* expected) {
    detail::print_list(sink, *static_cast<const Expectation*>(expected));
  }

  struct State {
    State(std::string name, Where made_at, Step given)
        : ledger{std::move(name)}, where{made_at}, original{std::move(given)} {}
    Ledger ledger;
    Where where;
    Step original;
    std::vector<Step> steps;  // guarded by Lock, as is next
    std::size_t next = 0;
  };
  std::shared_ptr<State> state_;
};

}  // namespace dyntest::doubles

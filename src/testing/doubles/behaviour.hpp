// What a double does when it is called: one class for each way. double.hpp keeps a sequence of
// them.
#pragma once

#include <type_traits>
#include <utility>

#include "testing/doubles/ledger.hpp"

namespace dyntest::doubles::detail {

// Who complains, and where, if a behaviour cannot do its work.
struct Owner {
  const Ledger& ledger;
  Where where;
  [[noreturn]] void fail(const std::string& message) const {
    ledger.fail("'" + ledger.name() + "' " + message, where);
  }
};

// Self is the class of a member function, void of any other. Arguments may be moved from.
template <class R, class Self, class... P>
struct Behaviour {
  Behaviour() = default;
  Behaviour(const Behaviour&) = delete;
  Behaviour& operator=(const Behaviour&) = delete;
  virtual ~Behaviour() = default;
  virtual R run(const Owner& owner, Self* self, std::remove_reference_t<P>&... argument) = 0;
};

// A double that nobody told what to do: a value-initialised result, as a MagicMock has a default.
template <class R, class Self, class... P>
struct Unprogrammed final : Behaviour<R, Self, P...> {
  R run(const Owner& owner, Self*, std::remove_reference_t<P>&...) override {
    if constexpr (std::is_void_v<R>)
      return;
    else if constexpr (std::is_default_constructible_v<R> && !std::is_reference_v<R>)
      return R();
    else
      owner.fail("was called, but nobody said what it returns: give it returns(…) or calls(…)");
  }
};

template <class R, class Self, class... P>
struct Returning final : Behaviour<R, Self, P...> {
  template <class T>
    requires(!std::is_same_v<std::remove_cvref_t<T>, Returning>)
  explicit Returning(T&& given) : value(std::forward<T>(given)) {}
  R run(const Owner& owner, Self*, std::remove_reference_t<P>&...) override {
    if constexpr (std::is_copy_constructible_v<R>) return value;
    const Lock lock{owner.ledger};
    if (gone) owner.fail("has no result left: its only one cannot be copied and is gone");
    gone = true;
    return std::move(value);
  }
  std::remove_cv_t<R> value;
  bool gone = false;
};

template <class R, class Self, class... P>
struct ReturningReference final : Behaviour<R, Self, P...> {
  explicit ReturningReference(R given) : value{&given} {}
  R run(const Owner&, Self*, std::remove_reference_t<P>&...) override { return *value; }
  std::remove_reference_t<R>* value;
};

template <class E, class R, class Self, class... P>
struct Raising final : Behaviour<R, Self, P...> {
  explicit Raising(E given) : error(std::move(given)) {}
  R run(const Owner&, Self*, std::remove_reference_t<P>&...) override { throw error; }
  E error;
};

// `function` gets the object first, if the double stands for a member function and it wants it.
template <class F, class R, class Self, class... P>
struct Calling final : Behaviour<R, Self, P...> {
  explicit Calling(F given) : function(std::move(given)) {}
  R run(const Owner&, Self* self, std::remove_reference_t<P>&... argument) override {
    if constexpr (std::is_void_v<Self>) {
      return static_cast<R>(function(static_cast<P&&>(argument)...));
    } else if constexpr (std::is_invocable_v<F&, Self&, P...>) {
      return static_cast<R>(function(*self, static_cast<P&&>(argument)...));
    } else {
      return static_cast<R>(function(static_cast<P&&>(argument)...));
    }
  }
  F function;
};

}  // namespace dyntest::doubles::detail

// patch(&function): the function is replaced by a double until the end of the scope.
//
//   TEST(retries_once_when_the_service_is_down) {
//     auto service = patch(&external_service);
//     service.raises(Unavailable{}).then_returns(expected);
//     CHECK(function_under_test() == expected);
//     service.assert_called_times(2);
//   }
//
//   patch(&module::fetch)      patch(&Planner::forward)       free, static and other member
//   functions patch<int(int)>(&fetch)    patch<int(int) const>(&Planner::size)    one of several
//   overloads patch(&getaddrinfo)        a function of a shared library
//
// The code under test is compiled with the CMake function dyntest_patchable(target). What cannot be
// replaced for every caller (inline, static, virtual, compiled without) is refused: the test fails
// at this line and says why. Until it is told what to do, a double returns a value-initialised
// result. Patching what is patched nests. Programming and questions: double.hpp.
//
// The double answers everyone in the process, on every thread, until it ends.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>

#include "testing/doubles/double.hpp"
#include "testing/doubles/replacement.hpp"

namespace dyntest::doubles {

// Functions of one type that can be patched at a time.
inline constexpr std::size_t patched_per_type_max = 16;

namespace detail {

template <bool no_throw, class Self, class R, class... P>
struct Shape {
  using DoubleOf = Double<no_throw, Self, R, P...>;

  template <std::size_t I>
  static R enter_free(P... argument) noexcept(no_throw) {
    return answer(entrances[I], nullptr, argument...);
  }
  template <std::size_t I>
  static R enter_member(Self* self, P... argument) noexcept(no_throw) {
    return answer(entrances[I], self, argument...);
  }

  static R call_original(Code code, Self* self, std::remove_reference_t<P>&... argument) {
    if constexpr (std::is_void_v<Self>)
      return reinterpret_cast<R (*)(P...)>(code)(static_cast<P&&>(argument)...);
    else
      return reinterpret_cast<R (*)(Self*, P...)>(code)(self, static_cast<P&&>(argument)...);
  }

  static R answer(const Entrance& entrance, Self* self, std::remove_reference_t<P>&... argument) {
    const Visit visit{entrance};
    if (void* double_ = visit.double_in_charge(); double_ != nullptr)
      return static_cast<DoubleOf*>(double_)->call(self, argument...);
    return call_original(visit.original(), self, argument...);
  }

  struct Wrapping final : Behaviour<R, Self, P...> {
    explicit Wrapping(Code given) : code{given} {}
    R run(const Owner&, Self* self, std::remove_reference_t<P>&... argument) override {
      return call_original(code, self, argument...);
    }
    Code code;
  };

  template <std::size_t I>
  static Code code() {
    if constexpr (std::is_void_v<Self>)
      return reinterpret_cast<Code>(&enter_free<I>);
    else
      return reinterpret_cast<Code>(&enter_member<I>);
  }
  template <std::size_t... I>
  static Entrances all(std::index_sequence<I...>) {
    static const bool filled = ((entrances[I].code = code<I>()), ..., true);
    static_cast<void>(filled);
    return {entrances, sizeof...(I)};
  }
  static Entrances all() { return all(std::make_index_sequence<patched_per_type_max>{}); }

  static inline Entrance entrances[patched_per_type_max];
};

// Which shape a function's type is; C is the class of a member function, else void.
template <class Function, class C>
struct ShapeOf;
#define DYNTEST_DETAIL_SHAPE(qualifiers, Self, no_throw)     \
  template <class C, class R, class... P>                    \
  struct ShapeOf<R(P...) qualifiers noexcept(no_throw), C> { \
    using type = Shape<no_throw, Self, R, P...>;             \
  };
#define DYNTEST_DETAIL_SHAPES(qualifiers, Self) \
  DYNTEST_DETAIL_SHAPE(qualifiers, Self, false) \
  DYNTEST_DETAIL_SHAPE(qualifiers, Self, true)
DYNTEST_DETAIL_SHAPES(, C)
DYNTEST_DETAIL_SHAPES(&, C)
DYNTEST_DETAIL_SHAPES(&&, C)
DYNTEST_DETAIL_SHAPES(const, const C)
DYNTEST_DETAIL_SHAPES(const&, const C)
DYNTEST_DETAIL_SHAPES(const&&, const C)
#undef DYNTEST_DETAIL_SHAPES
#undef DYNTEST_DETAIL_SHAPE

// The code of a member function that is not virtual, null of one that is: as the Itanium C++ ABI
// lays pointers to members out.
template <class Member>
Code code_of(Member member) {
  struct Layout {
    std::uintptr_t pointer;
    std::intptr_t adjustment;
  } layout{};
  static_assert(sizeof layout == sizeof member);
  std::memcpy(&layout, &member, sizeof layout);
#ifdef __aarch64__
  const bool is_virtual = (layout.adjustment & 1) != 0;
#else
  const bool is_virtual = (layout.pointer & 1) != 0;
#endif
  return is_virtual ? nullptr : reinterpret_cast<Code>(layout.pointer);
}

template <class ShapeType>
class TargetOf {
 protected:
  TargetOf(Code function, Where where) : target_{find_target(function, ShapeType::all(), where)} {}
  Target& target_;
};

}  // namespace detail

// What patch() returns. Stays where it is made.
template <class Shape>
class [[nodiscard]] Patch : detail::TargetOf<Shape>, public Shape::DoubleOf {
 public:
  Patch(Code function, Where where)
      : detail::TargetOf<Shape>{function, where},
        Shape::DoubleOf{
            doubles::name(this->target_), where,
            std::make_shared<typename Shape::Wrapping>(doubles::original(this->target_))},
        activation_{this->target_, static_cast<typename Shape::DoubleOf*>(this), where} {}

  Patch(const Patch&) = delete;
  Patch& operator=(const Patch&) = delete;

 private:
  Activation activation_;
};

template <class Function>
  requires std::is_function_v<Function>
auto patch(Function* function, Where where = Where::here()) {
  using Shape = typename detail::ShapeOf<Function, void>::type;
  return Patch<Shape>{reinterpret_cast<Code>(function), where};
}

template <class Function, class C>
  requires std::is_function_v<Function>
auto patch(Function C::* member, Where where = Where::here()) {
  using Shape = typename detail::ShapeOf<Function, C>::type;
  const Code code = detail::code_of(member);
  if (code == nullptr) refuse_virtual(where);
  return Patch<Shape>{code, where};
}

}  // namespace dyntest::doubles

#ifndef DYNTEST_NO_SHORT_MACROS
using dyntest::doubles::patch;
#endif

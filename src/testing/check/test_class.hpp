// How the object of a TEST_CLASS is made from fixtures and used. The types of its constructor's
// parameters are learned without naming them: a stand-in converts to whatever is asked of it.
#pragma once

#include "testing/check/entry.hpp"

namespace dyntest::check {

template <class C>
struct ClassFixtures {
  static constexpr int max = 8;
  static inline const std::type_info* types[max] = {};
  static inline int count = 0;
};

// Initialised before main for every fixture that a constructor asks for, because the conversion
// below mentions it: this is how the types of a constructor's parameters become known.
template <class C, int I, class T>
inline const bool registered = [] {
  ClassFixtures<C>::types[I] = &typeid(T);
  if (ClassFixtures<C>::count <= I) ClassFixtures<C>::count = I + 1;
  return true;
}();

// Stands for the I-th constructor argument of C (or of D, which inherits C's constructors).
template <class C, class D, int I>
struct ConstructorArgument {
  void* fixture = nullptr;
  template <class T>
    requires(!std::is_same_v<std::remove_cv_t<T>, C> && !std::is_same_v<std::remove_cv_t<T>, D>)
  operator T&() const {
    static_cast<void>(registered<C, I, T>);
    return *static_cast<T*>(fixture);
  }
};

template <class C, int... I>
constexpr bool constructible(Indices<I...>) {
  return std::is_constructible_v<C, ConstructorArgument<C, C, I>...>;
}

template <class C, int N = 0>
constexpr int constructor_size() {
  static_assert(N <= ClassFixtures<C>::max,
                "a TEST_CLASS is constructed from fixtures: TestX(Etcd& etcd, Nats& nats)");
  if constexpr (constructible<C>(IndicesTo<N>{}))
    return N;
  else
    return constructor_size<C, N + 1>();
}

template <class C, class D, int... I>
void* construct([[maybe_unused]] void* const* fixtures, Indices<I...>) {
  return new D(ConstructorArgument<C, D, I>{fixtures[I]}...);
}

template <class C, class D>
void* make_object(void* const* fixtures) {
  return construct<C, D>(fixtures, IndicesTo<constructor_size<C>()>{});
}

template <class D>
constexpr auto setup_of() -> void (*)(void*) {
  if constexpr (requires(D& object) { object.setup_method(); })
    return [](void* object) { static_cast<D*>(object)->setup_method(); };
  else
    return nullptr;
}

template <class D>
constexpr auto teardown_of() -> void (*)(void*) {
  if constexpr (requires(D& object) { object.teardown_method(); })
    return [](void* object) { static_cast<D*>(object)->teardown_method(); };
  else
    return nullptr;
}

// What TEST_CLASS said behind the name.
template <class C>
constexpr auto class_describe() -> void (*)(Description&) {
  if constexpr (requires { dyntest_describe(static_cast<C*>(nullptr)); })
    return decltype(dyntest_describe(static_cast<C*>(nullptr)))::pointer;
  else
    return nullptr;
}

template <class C, class D>
inline constexpr ClassOps class_ops{
    D::class_name,           class_describe<C>(),
    ClassFixtures<C>::types, &ClassFixtures<C>::count,
    &make_object<C, D>,      setup_of<D>(),
    teardown_of<D>(),        [](void* object) { delete static_cast<D*>(object); }};

}  // namespace dyntest::check

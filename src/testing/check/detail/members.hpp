// The members of an aggregate, found without its help: how many there are, and each in turn. Used
// by print.hpp alone.
//
// An aggregate takes one initialiser a member, and a structured binding one name a member; C++20
// tells neither number, so initialisers that convert to anything are tried. Braces left out around
// an array let it take an initialiser an element: empty braces, tried in each place, find the
// arrays. What a structured binding refuses (a base class, an unnamed union) has no members here,
// nor has a type with more than `members_max`.
#pragma once

#include <type_traits>

#include "testing/check/parameters.hpp"

namespace dyntest::check::detail {

// Converts to any value; to any object, for references to one.
struct AnyValue {
  template <class T>
  operator T() const;
};
struct AnyObject {
  template <class T>
  operator T&() const;
};

template <class Whole>
struct AnyBase {
  template <class T>
    requires std::is_base_of_v<T, Whole> && (!std::is_same_v<T, Whole>)
  operator T() const;
};
struct AnyUnion {
  template <class T>
    requires std::is_union_v<T>
  operator T() const;
};
struct Nothing {};  // only a constructor that takes everything takes this

inline constexpr int members_max = 16;
inline constexpr int initialisers_max = 32;

template <class T, class Any, int... I>
constexpr bool takes(Indices<I...>) {
  return requires { T{(static_cast<void>(I), Any{})...}; };
}
// As above, with `Odd` after the first `I...` and before the last `J...`.
template <class T, class Any, class Odd, int... I, int... J>
constexpr bool takes_odd(Indices<I...>, Indices<J...>) {
  return requires { T{(static_cast<void>(I), Any{})..., Odd{}, (static_cast<void>(J), Any{})...}; };
}
// As `takes`, with braces around K of them between the two.
template <class T, class Any, int... I, int... K, int... J>
constexpr bool takes_braces(Indices<I...>, Indices<K...>, Indices<J...>) {
  return requires {
    T{(static_cast<void>(I), Any{})...,
      {(static_cast<void>(K), Any{})...},
      (static_cast<void>(J), Any{})...};
  };
}

// The largest number of initialisers that T takes, up to `initialisers_max`; -1 if none fits.
template <class T, class Any, int N = 0, int best = -1>
constexpr int initialisers() {
  constexpr int now = takes<T, Any>(IndicesTo<N>{}) ? N : best;
  if constexpr (N == initialisers_max)
    return now;
  else
    return initialisers<T, Any, N + 1, now>();
}

// How many initialisers the member takes that the I-th of N initialises: as many as braces in its
// place leave out, if it is an array. Empty braces make no array of what has no default.
template <class T, class Any, int N, int I, bool empty = true, int size = 1>
constexpr int initialisers_of_member() {
  if constexpr (I + size > N)
    return empty ? initialisers_of_member<T, Any, N, I, false>() : 1;
  else if constexpr (takes_braces<T, Any>(IndicesTo<I>{}, IndicesTo<(empty ? 0 : size)>{},
                                          IndicesTo<N - I - size>{}))
    return size;
  else
    return initialisers_of_member<T, Any, N, I, empty, size + 1>();
}

template <class T, class Any, class Odd, int N, int I>
constexpr bool is_at() {
  return takes_odd<T, Any, Odd>(IndicesTo<I>{}, IndicesTo<N - I - 1>{}) &&
         !takes_odd<T, Any, Nothing>(IndicesTo<I>{}, IndicesTo<N - I - 1>{});
}

// -1 if nothing fits, or a structured binding refuses the type.
template <class T, class Any, int N, int I = 0, int members = 0>
constexpr int count_members() {
  if constexpr (N < 0 || N == initialisers_max) {
    return -1;
  } else if constexpr (I == N) {
    return members;
  } else if constexpr (is_at<T, Any, AnyUnion, N, I>() || is_at<T, Any, AnyBase<T>, N, I>()) {
    return -1;
  } else {
    return count_members<T, Any, N, I + initialisers_of_member<T, Any, N, I>(), members + 1>();
  }
}

template <class T>
constexpr int members_of() {
  if constexpr (!std::is_aggregate_v<T> || std::is_union_v<T>) {
    return -1;
  } else {
    constexpr int values = initialisers<T, AnyValue>();
    if constexpr (values >= 0)
      return count_members<T, AnyValue, values>();
    else
      return count_members<T, AnyObject, initialisers<T, AnyObject>()>();
  }
}

template <class T>
concept Aggregate = (members_of<T>() >= 0 && members_of<T>() <= members_max);

// Calls `visit` with each member in the order of declaration.
template <class T, class Visit>
void for_each_member(const T& value, const Visit& visit) {
  constexpr int count = members_of<T>();
#define DYNTEST_DETAIL_MEMBERS(number, ...)                                  \
  if constexpr (count == number) {                                           \
    const auto& [__VA_ARGS__] = value;                                       \
    const auto all = [&](const auto&... members) { (visit(members), ...); }; \
    all(__VA_ARGS__);                                                        \
  }
  DYNTEST_DETAIL_MEMBERS(1, a)
  DYNTEST_DETAIL_MEMBERS(2, a, b)
  DYNTEST_DETAIL_MEMBERS(3, a, b, c)
  DYNTEST_DETAIL_MEMBERS(4, a, b, c, d)
  DYNTEST_DETAIL_MEMBERS(5, a, b, c, d, e)
  DYNTEST_DETAIL_MEMBERS(6, a, b, c, d, e, f)
  DYNTEST_DETAIL_MEMBERS(7, a, b, c, d, e, f, g)
  DYNTEST_DETAIL_MEMBERS(8, a, b, c, d, e, f, g, h)
  DYNTEST_DETAIL_MEMBERS(9, a, b, c, d, e, f, g, h, i)
  DYNTEST_DETAIL_MEMBERS(10, a, b, c, d, e, f, g, h, i, j)
  DYNTEST_DETAIL_MEMBERS(11, a, b, c, d, e, f, g, h, i, j, k)
  DYNTEST_DETAIL_MEMBERS(12, a, b, c, d, e, f, g, h, i, j, k, l)
  DYNTEST_DETAIL_MEMBERS(13, a, b, c, d, e, f, g, h, i, j, k, l, m)
  DYNTEST_DETAIL_MEMBERS(14, a, b, c, d, e, f, g, h, i, j, k, l, m, n)
  DYNTEST_DETAIL_MEMBERS(15, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o)
  DYNTEST_DETAIL_MEMBERS(16, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p)
#undef DYNTEST_DETAIL_MEMBERS
}

}  // namespace dyntest::check::detail

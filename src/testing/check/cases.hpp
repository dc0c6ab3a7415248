// Cases: one test function, many tests.
//
//   TEST(routes, (Router& router, int workers, bool warm),
//        cases(row(2, true), row(64, false).id("cold_fleet").marks(slow))) { … }
//   TEST(counts, (int n), cases(1, 2, 3)) { … }              a single column needs no row()
//   TEST(pairs, (int n, const char* plane), cases(1, 2), cases("tcp", "nats")) { … }    the product
//
// Each cases(…) fills the next columns, from left to right. Values are converted to the parameter's
// type at collection and live as long as the registry. A FIXTURE with value parameters takes cases
// in the same way; every test that asks for it, directly or not, is then one test for each row.
// with<Plane>("tcp", "nats") gives a fixture other rows for one test.
#pragma once

#include "testing/check/mark.hpp"

namespace dyntest::check {

template <class... V>
struct Pack {};
template <class Head, class... Tail>
struct Pack<Head, Tail...> {
  Head head;
  Pack<Tail...> tail;
};

template <class... V>
struct Row {
  static constexpr int marks_max = 4;

  Pack<V...> values;
  Text id_text = {};
  Mark mark_list[marks_max] = {{""}, {""}, {""}, {""}};
  int mark_count = 0;

  Row id(Text text) && {
    id_text = text;
    return static_cast<Row&&>(*this);
  }
  template <class... M>
  Row marks(const M&... mark) && {
    static_assert(sizeof...(M) <= marks_max);
    ((mark_list[mark_count++] = mark), ...);
    return static_cast<Row&&>(*this);
  }
};

inline Pack<> pack() { return {}; }
template <class Head, class... Tail>
Pack<std::decay_t<Head>, std::decay_t<Tail>...> pack(Head&& head, Tail&&... tail) {
  return {static_cast<Head&&>(head), pack(static_cast<Tail&&>(tail)...)};
}

template <class... V>
Row<std::decay_t<V>...> row(V&&... values) {
  return {pack(static_cast<V&&>(values)...)};
}

template <class T>
inline constexpr bool is_row = false;
template <class... V>
inline constexpr bool is_row<Row<V...>> = true;

template <class T>
auto as_row(T&& value) {
  if constexpr (is_row<std::remove_cvref_t<T>>)
    return static_cast<T&&>(value);
  else
    return row(static_cast<T&&>(value));
}

template <class... Rows>
struct Cases {
  Pack<Rows...> rows;
};

template <class... V>
auto cases(V&&... values) {
  return Cases<decltype(as_row(static_cast<V&&>(values)))...>{
      pack(as_row(static_cast<V&&>(values))...)};
}

// use<Etcd>: asks for a fixture without naming a parameter for it.
template <class T>
struct Use {};
template <class T>
inline constexpr Use<T> use{};

template <class T, class... Rows>
struct With {
  Pack<Rows...> rows;
};

// with<Plane>("tcp", "nats"): these values instead of the fixture's own cases.
template <class T, class... V>
auto with(V&&... values) {
  return With<T, decltype(as_row(static_cast<V&&>(values)))...>{
      pack(as_row(static_cast<V&&>(values))...)};
}

struct OfAsker {};
struct Autouse {};
struct Doc {
  Text text;
};

template <class Range>
struct CasesFrom {
  Range range;
};

// The rows (or single values) of a range, read at collection.
template <class Range>
CasesFrom<std::decay_t<Range>> cases_from(Range&& range) {
  return {static_cast<Range&&>(range)};
}

}  // namespace dyntest::check

// Walks over the words behind the parameters of a TEST or FIXTURE, from left to right, as operands
// of commas: `describe, pre_merge, cases(…), with<Plane>("tcp")`.
#pragma once

#include "testing/check/cases.hpp"
#include "testing/check/description.hpp"

namespace dyntest::check {

// The type of value parameter N.
template <int N, class Values>
struct ValueAt {
  static_assert(N < 0, "cases has more columns than the test has value parameters");
};
template <class Head, class... Tail>
struct ValueAt<0, List<Head, Tail...>> {
  using type = Head;
};
template <int N, class Head, class... Tail>
  requires(N > 0)
struct ValueAt<N, List<Head, Tail...>> : ValueAt<N - 1, List<Tail...>> {};

template <class Values, int Column>
void describe_values(Description&, Pack<>&&) {}
template <class Values, int Column, class Head, class... Tail>
void describe_values(Description& out, Pack<Head, Tail...>&& values) {
  out.value(make_value<typename ValueAt<Column, Values>::type>(static_cast<Head&&>(values.head)));
  describe_values<Values, Column + 1>(out, static_cast<Pack<Tail...>&&>(values.tail));
}

template <class Values, int Column, class... V>
void describe_row(Description& out, Row<V...>&& row) {
  out.begin_row(row.id_text);
  describe_values<Values, Column>(out, static_cast<Pack<V...>&&>(row.values));
  for (int i = 0; i < row.mark_count; ++i) out.row_mark(row.mark_list[i]);
}

template <class Row>
inline constexpr int row_size = 1;
template <class... V>
inline constexpr int row_size<Row<V...>> = sizeof...(V);

// Walks over the words of a TEST from left to right: `describe, pre_merge, cases(…)`. Column counts
// the value parameters that already have cases.
template <class Values, int Column>
struct Describe {
  Description& out;
};

template <class Values, int Column>
Describe<Values, Column> operator,(Describe<Values, Column> to, const Mark& mark) {
  to.out.mark(mark);
  return to;
}

template <class Values, int Column>
void describe_rows(Description&, Pack<>&&) {}
template <class Values, int Column, class Head, class... Tail>
void describe_rows(Description& out, Pack<Head, Tail...>&& rows) {
  describe_row<Values, Column>(out, static_cast<Head&&>(rows.head));
  describe_rows<Values, Column>(out, static_cast<Pack<Tail...>&&>(rows.tail));
}

template <class Values, int Column, class First, class... Rows>
auto operator,(Describe<Values, Column> to, Cases<First, Rows...>&& cases) {
  constexpr int columns = row_size<First>;
  static_assert(((row_size<Rows> == columns) && ...), "the rows of one cases(…) differ in length");
  to.out.begin_cases(columns);
  describe_rows<Values, Column>(to.out, static_cast<Pack<First, Rows...>&&>(cases.rows));
  return Describe<Values, Column + columns>{to.out};
}

template <class Values, int Column, class T>
Describe<Values, Column> operator,(Describe<Values, Column> to, Use<T>) {
  to.out.use(typeid(T));
  return to;
}
template <class Values, int Column>
Describe<Values, Column> operator,(Describe<Values, Column> to, Scope scope) {
  to.out.scope(scope);
  return to;
}
template <class Values, int Column>
Describe<Values, Column> operator,(Describe<Values, Column> to, OfAsker) {
  to.out.of_asker();
  return to;
}
template <class Values, int Column>
Describe<Values, Column> operator,(Describe<Values, Column> to, Autouse) {
  to.out.autouse();
  return to;
}

template <class Values, int Column>
Describe<Values, Column> operator,(Describe<Values, Column> to, Doc doc) {
  to.out.doc(doc.text);
  return to;
}

template <class Values, int Column>
Describe<Values, Column> operator,(Describe<Values, Column> to, SetupRetries retries) {
  to.out.setup_retries(retries);
  return to;
}

template <class Values, int Column>
Describe<Values, Column> operator,(Describe<Values, Column> to, Reaches reaches) {
  to.out.reaches(reaches.variable);
  return to;
}

inline void give_values(Description&, Pack<>&&) {}
template <class Head, class... Tail>
void give_values(Description& out, Pack<Head, Tail...>&& values) {
  out.given(give<Head>(static_cast<Head&&>(values.head)));
  give_values(out, static_cast<Pack<Tail...>&&>(values.tail));
}
inline void give_rows(Description&, Pack<>&&) {}
template <class... V, class... Rows>
void give_rows(Description& out, Pack<Row<V...>, Rows...>&& rows) {
  out.begin_row(rows.head.id_text);
  give_values(out, static_cast<Pack<V...>&&>(rows.head.values));
  for (int i = 0; i < rows.head.mark_count; ++i) out.row_mark(rows.head.mark_list[i]);
  give_rows(out, static_cast<Pack<Rows...>&&>(rows.tail));
}

template <class Values, int Column, class T, class First, class... Rows>
Describe<Values, Column> operator,(Describe<Values, Column> to, With<T, First, Rows...>&& with) {
  static_assert(((row_size<Rows> == row_size<First>) && ...), "the rows of with differ in length");
  to.out.begin_cases_for(typeid(T), row_size<First>);
  give_rows(to.out, static_cast<Pack<First, Rows...>&&>(with.rows));
  return to;
}

template <class Values, int Column, class Range>
auto operator,(Describe<Values, Column> to, CasesFrom<Range>&& cases) {
  using First = decltype(as_row(*cases.range.begin()));
  constexpr int columns = row_size<First>;
  to.out.begin_cases(columns);
  for (auto& value : cases.range) describe_row<Values, Column>(to.out, as_row(value));
  return Describe<Values, Column + columns>{to.out};
}

}  // namespace dyntest::check

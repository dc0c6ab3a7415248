// Cases: one test function, many tests.
//
//   TEST(routes, (Router& router, int workers, bool warm),
//        cases(row(2, true), row(64, false).id("cold_fleet").marks(slow))) { … }
//   TEST(counts, (int n), cases(1, 2, 3)) { … }              a single column needs no row()
//   TEST(pairs, (int n, const char* plane), cases(1, 2), cases("tcp", "nats")) { … }    the product
//
// Each cases(…) fills the next columns, from left to right. Values are converted to the parameter's
// type at collection and live as long as the registry.
#pragma once

#include "testing/check/mark.hpp"
#include "testing/check/parameters.hpp"

namespace dyntest::check {

// One value of one column. Owned by whoever collects; `destroy` frees `object`.
struct CaseValue {
  void* object;
  void (*destroy)(void*);
  // Calls sink(context, text) with the value as it stands in an id; not at all if it has no short
  // form, in which case the parameter's name and the row's number are used.
  void (*id)(const void* object, void (*sink)(void*, Text), void* context);
};

// Receives what `describe` functions say. The runner implements it.
class Description {
 public:
  virtual void mark(const Mark& mark) = 0;
  virtual void begin_cases(int columns) = 0;
  // A row of the cases begun last; its values, then its marks follow. An empty id = made from
  // values.
  virtual void begin_row(Text id) = 0;
  virtual void value(CaseValue value) = 0;
  virtual void row_mark(const Mark& mark) = 0;

 protected:
  ~Description() = default;
};

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

template <class Range>
struct CasesFrom {
  Range range;
};

// The rows (or single values) of a range, read at collection.
template <class Range>
CasesFrom<std::decay_t<Range>> cases_from(Range&& range) {
  return {static_cast<Range&&>(range)};
}

// A value's short form for ids: numbers, booleans, characters and text.
void id_of(bool value, void (*sink)(void*, Text), void* context);
void id_of(long long value, void (*sink)(void*, Text), void* context);
void id_of(unsigned long long value, void (*sink)(void*, Text), void* context);
void id_of(double value, void (*sink)(void*, Text), void* context);

template <class V>
void write_id([[maybe_unused]] const void* object, [[maybe_unused]] void (*sink)(void*, Text),
              [[maybe_unused]] void* context) {
  [[maybe_unused]] const V& value = *static_cast<const V*>(object);
  if constexpr (std::is_same_v<V, bool>)
    id_of(value, sink, context);
  else if constexpr (std::is_same_v<V, char>)
    sink(context, Text{&value, 1});
  else if constexpr (std::is_enum_v<V>)
    id_of(static_cast<long long>(value), sink, context);
  else if constexpr (std::is_integral_v<V> && std::is_signed_v<V>)
    id_of(static_cast<long long>(value), sink, context);
  else if constexpr (std::is_integral_v<V>)
    id_of(static_cast<unsigned long long>(value), sink, context);
  else if constexpr (std::is_floating_point_v<V>)
    id_of(static_cast<double>(value), sink, context);
  else if constexpr (std::is_convertible_v<const V&, Text>)
    sink(context, Text{value});
}

template <class V, class From>
CaseValue make_value(From&& from) {
  return {new V(static_cast<V>(static_cast<From&&>(from))),
          [](void* object) { delete static_cast<V*>(object); }, &write_id<V>};
}

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

template <class Values, int Column, class Range>
auto operator,(Describe<Values, Column> to, CasesFrom<Range>&& cases) {
  using First = decltype(as_row(*cases.range.begin()));
  constexpr int columns = row_size<First>;
  to.out.begin_cases(columns);
  for (auto& value : cases.range) describe_row<Values, Column>(to.out, as_row(value));
  return Describe<Values, Column + columns>{to.out};
}

}  // namespace dyntest::check

// A table for a failure's notes: what a list of values cannot show.
//
//   dyntest::check::Table fleet{"worker", "blocks", "hit rate"};
//   for (const auto& worker : workers) fleet.row(worker.name, worker.blocks, worker.hit_rate);
//   NOTE(fleet);
//
// Texts are shown without quotes. Not included by check.hpp.
#pragma once

#include "testing/check/print.hpp"

namespace dyntest::check {

class Table {
 public:
  template <class... Heads>
  explicit Table(const Heads&... heads) : columns_{sizeof...(heads)} {
    row(heads...);
  }

  template <class... Values>
  void row(const Values&... values) {
    static_assert(sizeof...(values) > 0);
    (add(values), ...);
    end_row(sizeof...(values));
  }

  friend void dyntest_print(Sink& sink, const Table& table) { table.print(sink); }

 private:
  template <class T>
  void add(const T& value) {
    if constexpr (std::is_convertible_v<const T&, Text>)
      cells_.text(Text{value});
    else
      check::print(cells_, value);
    cells_.text("\n");
  }
  // Fills a short row up; what is too much goes on in the next.
  void end_row(std::size_t cells);
  void print(Sink& sink) const;

  std::size_t columns_;
  Sink cells_;  // row by row, each cell ended by a newline
};

}  // namespace dyntest::check

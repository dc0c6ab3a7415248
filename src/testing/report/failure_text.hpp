// The body of a failed phase: what went wrong, where, and the source around it.
//
//       TEST(prefers_the_longest_prefix) {
//   >     CHECK(route(prompt) == 0);
//   E     CHECK(route(prompt) == 0)
//   E       2 == 0
//
//   tests/unit/test_unit_router_prefix.cpp:12: CHECK
#pragma once

#include <string>
#include <string_view>

#include "testing/model/event.hpp"
#include "testing/report/options.hpp"
#include "testing/report/paths.hpp"
#include "testing/report/source.hpp"
#include "testing/report/writer.hpp"

namespace dyntest::report {

class FailureText {
 public:
  FailureText(const Paths& paths, Traceback style) : paths_{paths}, style_{style} {}

  // All failures of the phase, then its notes. Nothing in style `no`.
  void write(Writer& writer, const model::PhaseFinished& phase);

 private:
  void write_long(Writer& writer, const model::Failure& failure, int first_line);
  void write_short(Writer& writer, const model::Failure& failure);
  void write_line(Writer& writer, const model::Failure& failure);
  void write_place(Writer& writer, const model::Failure& failure, std::string_view what);

  const Paths& paths_;
  Traceback style_;
  SourceFiles sources_;
  int shown_to_ = 0;  // the last line of source shown of the phase being written
};

}  // namespace dyntest::report

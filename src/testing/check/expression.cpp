#include "testing/check/expression.hpp"

#include <string>

#include "testing/check/detail/failure_text.hpp"

namespace dyntest::check::detail {
namespace {

std::string printed(Printable value) {
  Sink sink;
  value.print(sink, value.value);
  return {sink.written().data, sink.written().size};
}

void report(const Place& place, const std::string& message) {
  const Failure failure{place.site, place.macro, place.expression, message};
  if (place.macro == "REQUIRE") record_and_stop(failure);
  record(failure);
}

std::string head(const Place& place, const std::string& values) {
  return std::string{place.macro.data, place.macro.size} + '(' + values + ')';
}

}  // namespace

void report_comparison(const char* packed, Operator op, Printable left, Printable right) {
  const Place place = unpack(packed);
  const std::string lhs = printed(left);
  const std::string rhs = printed(right);
  report(place, head(place, comparison_text(lhs, op, rhs)) + comparison_details(lhs, op, rhs));
}

void report_value(const char* packed, Printable value) {
  const Place place = unpack(packed);
  const std::string text = printed(value);
  report(place, head(place, shortened(text, 100)));
}

}  // namespace dyntest::check::detail

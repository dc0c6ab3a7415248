#include "testing/check/expression.hpp"

#include <string>

#include "testing/check/detail/failure_text.hpp"
#include "testing/check/detail/kept.hpp"

namespace dyntest::check::detail {
namespace {

constexpr std::size_t compared_bytes_max = std::size_t{64} * 1024;  // to look for a difference in
constexpr std::size_t value_bytes_max = 200;                        // to show a single value

void report(const char* packed, const std::string& values, const std::string& details) {
  const Place place = unpack(packed);
  const std::string macro{place.macro.data, place.macro.size};
  const std::string message = macro + '(' + values + ')' + details;
  const Failure failure{place.site, place.macro, place.expression, message};
  if (macro == "REQUIRE") record_and_stop(failure);
  record(failure);
}

}  // namespace

void report_comparison(const char* place) {
  const auto [lhs, op, rhs, explanation] = print_kept(compared_bytes_max);
  report(place, comparison_text(lhs, op, rhs),
         explanation.empty() ? comparison_details(lhs, op, rhs) : explanation);
}

void report_value(const char* place, Printable value) {
  report(place, printed(value, value_bytes_max), {});
}

}  // namespace dyntest::check::detail

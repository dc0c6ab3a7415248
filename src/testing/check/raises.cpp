#include "testing/check/raises.hpp"

#include <string>
#include <string_view>

#include "testing/check/detail/type_name.hpp"

namespace dyntest::check::detail {
namespace {

void report(const char* packed, const std::string& instead) {
  const Place place = unpack(packed);
  const std::string_view macro{place.macro.data, place.macro.size};
  const std::string_view expression{place.expression.data, place.expression.size};
  const std::string_view wanted = expression.substr(0, expression.find(", "));
  const std::string message = std::string{macro} + '(' + std::string{wanted} + "): " + instead;
  const Failure failure{place.site, place.macro, place.expression, message};
  if (macro == "REQUIRE_RAISES") record_and_stop(failure);
  record(failure);
}

}  // namespace

void expect_raise(const char* place, bool (*call)(void* context), void* context) {
  std::string instead = "nothing was raised";
  try {
    if (call(context)) return;
  } catch (const std::exception& error) {
    instead = "raised " + type_name(typeid(error)) + ": " + error.what();
  }
  report(place, instead);
}

}  // namespace dyntest::check::detail

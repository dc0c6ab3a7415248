#include "testing/builtin/record_property.hpp"

#include <charconv>
#include <utility>

#include "testing/check/test.hpp"

namespace dyntest::builtin {
namespace {

RecordProperty::Write sink = [](std::string_view, std::string_view) {};

}  // namespace

std::string RecordProperty::number(double value) {
  char text[64];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

void set_property_sink(RecordProperty::Write write) { sink = std::move(write); }

}  // namespace dyntest::builtin

using dyntest::builtin::RecordProperty;

DYNTEST_FIXTURE(RecordProperty, doc("Values for the test's entry in JUnit and in the event log.")) {
  return RecordProperty{dyntest::builtin::sink};
}

#include "testing/check/subtest.hpp"

#include <exception>
#include <string>

#include "testing/check/detail/type_name.hpp"

namespace dyntest::check::detail {
namespace {

// How a subtest stands in a failure's notes.
struct SubtestName {
  Text name;
};

void dyntest_print(Sink& sink, const SubtestName& subtest) { sink.text(subtest.name); }

}  // namespace

void run_subtest(const char* packed, Text name, void (*body)(void* context), void* context) {
  const Place place = unpack(packed);
  const Noted note{"subtest", SubtestName{name}};
  try {
    body(context);
  } catch (const StopTest&) {
    return;  // recorded already
  } catch (const std::exception& error) {
    const std::string type = type_name(typeid(error));
    record({place.site, type, place.expression, type + ": " + error.what()});
  }
}

}  // namespace dyntest::check::detail

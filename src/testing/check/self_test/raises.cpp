// CHECK_RAISES and REQUIRE_RAISES.
#include <stdexcept>
#include <string>

#include "harness.hpp"
#include "testing/check/check.hpp"

namespace {

using self_test::fails;
using self_test::passes;
using self_test::stops;

class RoutingError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

void nothing() {}
void no_port() { throw std::runtime_error{"no port"}; }
void no_route() { throw RoutingError{"no route"}; }

std::string leaves(void (*body)()) { return self_test::run(body).left_by; }

}  // namespace

void test_raises() {
  passes("the type itself", [] { CHECK_RAISES(RoutingError, no_route()); });
  passes("a derived type", [] { CHECK_RAISES(std::exception, no_route()); });
  fails(
      "another type", [] { CHECK_RAISES(RoutingError, no_port()); },
      "CHECK_RAISES(RoutingError): raised std::runtime_error: no port");
  fails(
      "nothing", [] { CHECK_RAISES(RoutingError, nothing()); },
      "CHECK_RAISES(RoutingError): nothing was raised");
  stops(
      "REQUIRE_RAISES", [] { REQUIRE_RAISES(RoutingError, nothing()); },
      "REQUIRE_RAISES(RoutingError): nothing was raised");
  const auto keeps = [] {
    const auto error = CHECK_RAISES(RoutingError, no_route());
    CHECK(static_cast<bool>(error));
    CHECK(error.message() == "no port");
    CHECK(std::string{error->what()} == "no route");
  };
  fails("the exception is kept", keeps, "CHECK(\"no route\" == \"no port\")");
  const auto none = [] {
    const auto error = CHECK_RAISES(RoutingError, nothing());
    CHECK(!error);
    CHECK(error.message() == "");
    CHECK(error->what() == nullptr);
  };
  stops("there is none", none, "CHECK_RAISES(RoutingError): nothing was raised");
  const auto block = [] {
    CHECK_RAISES(RoutingError) {
      nothing();
      no_route();
    };
    const auto error = REQUIRE_RAISES(RoutingError) { nothing(); };
    CHECK(error.message() == "not reached");
  };
  stops("a block", block, "REQUIRE_RAISES(RoutingError): nothing was raised");
  using self_test::expect;
  expect("StopTest passes through",
         leaves([] { CHECK_RAISES(RoutingError, [] { REQUIRE(1 == 2); }()); }), "StopTest");
  expect("SkipTest passes through",
         leaves([] { CHECK_RAISES(RoutingError, [] { SKIP("no gpu"); }()); }), "SkipTest: no gpu");
  expect("what is no std::exception passes through",
         leaves([] { CHECK_RAISES(RoutingError, throw 3); }), "foreign");
}

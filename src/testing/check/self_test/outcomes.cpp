// SKIP, XFAIL, FAIL and approx.
#include <cmath>
#include <string>

#include "harness.hpp"
#include "testing/check/check.hpp"

namespace {

using self_test::fails;
using self_test::passes;

std::string leaves(void (*body)()) { return self_test::run(body).left_by; }

void test_approx() {
  const double nan = std::nan("");
  const double infinity = HUGE_VAL;
  using self_test::expect;
  const auto same = [](double a, double b) { return a == approx(b) ? "yes" : "no"; };
  expect("0.1 + 0.2", same(0.1 + 0.2, 0.3), "yes");
  expect("relative", same(1e6, 1e6 + 2), "no");
  expect("absolute near zero", same(1e-13, 0), "yes");
  expect("NaN", same(nan, nan), "no");
  expect("infinity", same(infinity, infinity), "yes");
  expect("minus infinity", same(-infinity, infinity), "no");
  expect("finite and infinity", same(1, infinity), "no");
  expect("abs alone turns rel off", 1000.0005 == approx(1000).abs(1e-6) ? "yes" : "no", "no");
  fails("approx", [] { CHECK(0.4 == approx(0.3)); }, "CHECK(0.4 == 0.3 ± 3e-07)");
}

}  // namespace

void test_outcomes() {
  using self_test::expect;
  expect("SKIP", leaves([] { SKIP("no gpu"); }), "SkipTest: no gpu");
  expect("SKIP with a string", leaves([] { SKIP(std::string{"no "} + "gpu"); }),
         "SkipTest: no gpu");
  expect("XFAIL", leaves([] { XFAIL("DYN-1"); }), "XfailTest: DYN-1");
  expect("a long reason is cut", leaves([] { SKIP(std::string(600, 'x')); }),
         "SkipTest: " + std::string(511, 'x'));
  self_test::stops("FAIL", [] { FAIL("not reached"); }, "Failed: not reached");
  test_approx();
}

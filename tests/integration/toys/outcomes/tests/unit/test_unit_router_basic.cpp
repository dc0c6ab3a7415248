#include <cstdio>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "toy_fixtures.hpp"

TEST(pass) { std::puts("hello from test"); }

TEST(fail) {
  std::puts("out text");
  std::map<std::string, int> got{{"a", 1}, {"b", 2}};
  CHECK(got["b"] == 3);
  REQUIRE(got.size() == 5);
}

TEST(setup_error, (BadSetup&)) {}

TEST(teardown_error, (BadTeardown&)) {}

TEST(fail_and_teardown_error, (BadTeardown&)) { CHECK(false); }

TEST(skipped, skip("no GPU here")) {}

TEST(skipped_if, skip_if(true, "needs H100")) {}

TEST(skipped_late) { SKIP("found out late"); }

TEST(xfailed, xfail("bug 12")) { REQUIRE(false); }

TEST(xpassed, xfail("fixed already")) {}

TEST(xpassed_strict, xfail("must stay broken").strict()) {}

TEST(xfailed_wrong_exception, xfail("only out_of_range").raises<std::out_of_range>()) {
  throw std::invalid_argument("other");
}

TEST(xfailed_not_run, xfail("hangs").no_run()) {}

TEST(parametrised, (std::string mode, int isl, int osl), vllm, gpu(2), cases("agg", "disagg"),
     cases(row(128, 8), row(4096, 1))) {
  CHECK(osl > 0);
  CHECK((mode != "disagg" || isl != 4096));
}

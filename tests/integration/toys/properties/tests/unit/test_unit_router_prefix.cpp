// Properties that hold, and properties that do not.
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/property/property.hpp"

std::size_t shared_prefix(const std::vector<int>& a, const std::vector<int>& b) {
  std::size_t n = 0;
  while (n < a.size() && n < b.size() && a[n] == b[n]) ++n;
  return n;
}

PROPERTY(is_symmetric, (std::vector<int> a, std::vector<int> b), pre_merge) {
  CHECK(shared_prefix(a, b) == shared_prefix(b, a));
}

PROPERTY(forgets_the_third_token, (std::vector<int> tokens)) {
  CHECK(tokens.size() < 3);
}

PROPERTY(stops_at_the_first_failure, (int n)) {
  REQUIRE(n < 10);
  CHECK(n < 5);
}

PROPERTY(throws_on_long_prompts, ()) {
  const std::string text = *dyntest::property::prompt();
  if (text.size() > 3) throw std::length_error("prompt too long");
}

PROPERTY(is_skipped, (int)) { SKIP("no GPU here"); }

PROPERTY(discards_too_much, (int n)) { RC_PRE(n > 1'000'000'000); }

PROPERTY(is_known_to_fail, (unsigned n), xfail("bug 12")) { CHECK(n < 7u); }

// What PROPERTY reports, and where its numbers come from.
#include <cstdlib>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/builtin/env.hpp"
#include "testing/property/property.hpp"

using dyntest::builtin::Env;
using dyntest::property::verify;
namespace check = dyntest::check;

namespace {

// Listens to what a property records while it is verified.
class Heard final : public check::Listener {
 public:
  Heard() : before_{check::listen(this)} {}
  Heard(const Heard&) = delete;
  Heard& operator=(const Heard&) = delete;
  ~Heard() { check::listen(before_); }
  void failed(const check::Failure& failure) override {
    messages.emplace_back(failure.message.data, failure.message.size);
  }

  std::vector<std::string> messages;

 private:
  check::Listener* before_;
};

template <class... P>
std::vector<std::string> messages_of(void (*holds)(P...), const char* parameters = "(int n)") {
  Heard heard;
  verify({{"t.cpp", 7}, "name", parameters}, holds);
  return heard.messages;
}

int tries = 0;
std::vector<int> drawn;

}  // namespace

PROPERTY(holds_for_all_values, (std::vector<int> values, std::string text)) {
  CHECK(std::vector<int>{values.rbegin(), values.rend()}.size() == values.size());
  CHECK(text.size() < 1000u);
}

TEST(tries_a_hundred_times) {
  tries = 0;
  CHECK(messages_of(+[](int) { ++tries; }).empty());
  CHECK(tries == 100);
}

TEST(reports_the_smallest_values_and_their_checks, (Env& env)) {
  env.set("DYNTEST_SEED", "1");
  const auto messages = messages_of(+[](int n) {
    CHECK(n < 10);
    CHECK(n != 10);
  });
  REQUIRE(messages.size() == 3u);
  CHECK(messages[0].starts_with("falsified after "));
  CHECK(messages[0].ends_with("\n  (int n) = (10)"));
  CHECK(messages[1] == "CHECK(10 < 10)");
  CHECK(messages[2] == "CHECK(10 != 10)");
}

TEST(an_exception_falsifies, (Env& env)) {
  env.set("DYNTEST_SEED", "1");
  const auto messages = messages_of(
      +[] {
        if (*rc::gen::inRange(0, 100) > 3) throw std::out_of_range("far");
      },
      "()");
  REQUIRE(messages.size() == 2u);
  CHECK(messages[0].ends_with("\n  int = 4"));
  CHECK(messages[1] == "std::out_of_range: far");
}

TEST(the_seed_decides, (Env& env)) {
  const auto numbers = [&env](const char* seed) {
    env.set("DYNTEST_SEED", seed);
    drawn.clear();
    messages_of(+[](int n) { drawn.push_back(n); });
    return drawn;
  };
  const auto first = numbers("1");
  CHECK(numbers("1") == first);
  CHECK(numbers("2") != first);
}

TEST(a_skip_leaves_the_test) {
  bool skipped = false;
  try {
    messages_of(+[](int) { SKIP("no GPU"); });
  } catch (const check::SkipTest& skip) {
    skipped = std::string{skip.reason} == "no GPU";
  }
  CHECK(skipped);
}

TEST(a_skip_does_not_hide_what_was_found, (Env& env)) {
  env.set("DYNTEST_SEED", "1");
  const auto messages = messages_of(+[](int n) {
    static bool failed = false;
    if (failed && n < 20) SKIP("too small");
    failed = failed || n > 15;
    CHECK(n <= 15);
  });
  CHECK(messages.size() == 2u);
}

TEST(too_many_discards_are_a_failure) {
  const auto messages = messages_of(+[](int) { RC_PRE(false); });
  REQUIRE(messages.size() == 1u);
  CHECK(messages[0].starts_with("gave up: "));
}

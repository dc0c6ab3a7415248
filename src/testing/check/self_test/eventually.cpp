// EVENTUALLY and its kin, by a clock of its own: no time passes here.
#include <stdexcept>
#include <string>

#include "harness.hpp"
#include "testing/check/check.hpp"

namespace {

using self_test::passes;
using self_test::stops;

struct Interrupted {};

long long now_ns = 0;
int tries = 0;

long long fake_now() { return now_ns; }
void fake_pause(long long span) { now_ns += span; }
void interrupted_pause(long long) { throw Interrupted{}; }

int refused() { throw std::runtime_error{"connection refused"}; }

void test_history() {
  const auto becomes_one = [] {
    tries = 0;
    EVENTUALLY(0.5, (++tries > 3 ? 1 : 0) == 3);
  };
  stops("history", becomes_one,
        "EVENTUALLY(0.5): 1 == 3 after 0.5 s (12 tries)\n"
        "  0.00s  0 == 3 (×3)\n"
        "  0.01s  1 == 3 (×9)");
  stops(
      "bool", [] { EVENTUALLY(0, tries == 0 && tries == 1); },
      "EVENTUALLY(0): false after 0 s (1 try)\n"
      "  0.00s  false");
  stops(
      "what it throws is seen", [] { EVENTUALLY(0, refused() == 1); },
      "EVENTUALLY(0): raised std::runtime_error: connection refused after 0 s (1 try)\n"
      "  0.00s  raised std::runtime_error: connection refused");
}

void test_bounds() {
  const auto counts = [] {
    tries = 0;
    EVENTUALLY(100, ++tries == 0);
  };
  const self_test::Outcome outcome = self_test::run(counts);
  std::string shape = outcome.left_by;
  for (const char c : outcome.recorded) shape += c == '\n' ? "|" : "";
  self_test::expect("history is bounded", shape, "StopTest||||||||||||||||||||||");
}

void test_waiting() {
  tries = 0;
  passes("until true", [] { EVENTUALLY(5, ++tries == 4); });
  self_test::expect("tries", std::to_string(tries), "4");
  dyntest::check::wait_with({&fake_now, &interrupted_pause});
  self_test::expect("the runner can interrupt it",
                    self_test::run([] { EVENTUALLY(5, tries == 0); }).left_by, "foreign");
}

void test_check_eventually() {
  const auto goes_on = [] {
    CHECK(!CHECK_EVENTUALLY(0, 1 == 2));
    CHECK(CHECK_EVENTUALLY(0, 1 == 1));
  };
  self_test::fails("CHECK_EVENTUALLY goes on", goes_on,
                   "CHECK_EVENTUALLY(0): 1 == 2 after 0 s (1 try)\n  0.00s  1 == 2");
}

void test_consistently() {
  tries = 0;
  passes("true all the time", [] { CONSISTENTLY(0.5, ++tries > 0); });
  self_test::expect("as often as EVENTUALLY", std::to_string(tries), "12");
  const auto breaks = [] {
    tries = 0;
    CONSISTENTLY(0.5, ++tries < 3);
  };
  stops("no longer true", breaks,
        "CONSISTENTLY(0.5): 3 < 3 after 0.003 s (3 tries)\n"
        "  0.00s  held (×2)\n"
        "  0.00s  3 < 3");
  stops(
      "what it throws is no truth", [] { CONSISTENTLY(1, refused() == 1); },
      "CONSISTENTLY(1): raised std::runtime_error: connection refused after 0 s (1 try)\n"
      "  0.00s  raised std::runtime_error: connection refused");
}

}  // namespace

void test_eventually() {
  const dyntest::check::Waiting before = dyntest::check::wait_with({&fake_now, &fake_pause});
  test_history();
  test_bounds();
  test_check_eventually();
  test_consistently();
  test_waiting();
  dyntest::check::wait_with(before);
}

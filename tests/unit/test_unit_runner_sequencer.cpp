// Events of tests that run side by side come out in collection order.
#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "conftest.hpp"
#include "foundation/base/rng.hpp"
#include "testing/runner/sequencer.hpp"

using namespace dyntest;
using runner::Sequencer;

namespace {

// Collects notices' texts, which stand for events.
struct Output final : model::Reporter {
  std::string text;
  void on(const model::Event& event) override { text += std::get<model::Notice>(event).text; }
};

model::Event event(const std::string& text) { return model::Notice{text}; }

}  // namespace

TEST(first_tests_events_pass_at_once) {
  Output output;
  Sequencer sequencer{2, output};
  sequencer.add(0, event("a"));
  CHECK(output.text == "a");
}

TEST(later_tests_wait_for_their_turn) {
  Output output;
  Sequencer sequencer{2, output};
  sequencer.add(1, event("b"));
  sequencer.finish(1);
  CHECK(output.text == "");
  sequencer.add(0, event("a"));
  sequencer.finish(0);
  CHECK(output.text == "ab");
}

TEST(next_test_passes_at_once_after_what_waited) {
  Output output;
  Sequencer sequencer{2, output};
  sequencer.add(1, event("1"));
  sequencer.finish(0);
  sequencer.add(1, event("2"));
  CHECK(output.text == "12");
}

TEST(flush_passes_over_gaps) {
  Output output;
  Sequencer sequencer{4, output};
  sequencer.add(3, event("d"));
  sequencer.add(1, event("b"));
  sequencer.flush();
  CHECK(output.text == "bd");
}

// Eight tests with three events each, in all sorts of interleavings.
TEST(order_of_arrival_does_not_matter) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    base::Rng rng{seed};
    Output output;
    Sequencer sequencer{8, output};
    for (std::vector<int> told(8, 0); std::ranges::any_of(told, [](int n) { return n < 3; });) {
      const auto item = rng.below(8);
      if (told[item] == 3) continue;
      sequencer.add(item, event(std::to_string(item)));
      if (++told[item] == 3) sequencer.finish(item);
    }
    REQUIRE(output.text == "000111222333444555666777");
  }
}

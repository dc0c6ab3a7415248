// How a test is run: what the configuration, the command line, marks and overrides make of it.
#include <optional>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/runner/policy.hpp"

using namespace dyntest;
using runner::Policies;
using schedule::GpuNeeds;
using select::Rules;

namespace {

model::Item marked(std::vector<model::Mark> marks) {
  model::Item item;
  item.file = "tests/unit/test_unit_router_wide.cpp";
  item.name = "needs_all";
  item.marks = std::move(marks);
  return item;
}

model::Mark number(const std::string& name, const std::string& argument, double value) {
  return {name, {{argument, value}}};
}

// An override for the tests with this mark.
select::Override override_of(const std::string& mark, const Rules& rules) {
  select::Override made;
  made.marks = *select::Expression::parse(mark, select::Expression::Kind::mark);
  made.origin = "dyntest.toml:9";
  made.rules = rules;
  return made;
}

Rules timeout_of(double seconds, const std::string& origin) {
  return {{"timeout", {seconds, origin}}};
}

Policies plain() { return {{}, {}, {}, "2026-11-23"}; }

}  // namespace

TEST(nothing_said_is_no_limit) {
  const auto policy = plain().of(marked({}));
  CHECK((*policy == runner::Policy{}));
}

// From the weakest to the strongest.
TEST_CLASS(TestPrecedence) {
 public:
  const Rules of_run = timeout_of(1, "dyntest.toml:2");
  const Rules typed = timeout_of(2, "--timeout");
  const model::Item test = marked({number("timeout", "seconds", 3), {"vllm", {}}});
};

TEST_F(TestPrecedence, command_line_before_configuration) {
  CHECK(Policies(of_run, {}, {}, "").of(marked({}))->timeout == 1.0);
  CHECK(Policies(of_run, typed, {}, "").of(marked({}))->timeout == 2.0);
}

TEST_F(TestPrecedence, mark_before_command_line) {
  CHECK(Policies(of_run, typed, {}, "").of(test)->timeout == 3.0);
}

TEST_F(TestPrecedence, override_before_mark) {
  Policies policies{of_run, typed, {override_of("vllm", timeout_of(4, "o"))}, ""};
  CHECK(policies.of(test)->timeout == 4.0);
  CHECK(policies.of(marked({}))->timeout == 2.0);
}

TEST_F(TestPrecedence, first_override_that_says_it_counts) {
  Policies policies{of_run,
                    typed,
                    {override_of("vllm", {{"reruns", {1.0, "o"}}}),
                     override_of("vllm", timeout_of(5, "o")), override_of("", timeout_of(6, "o"))},
                    ""};
  CHECK(policies.of(test)->timeout == 5.0);
  CHECK(policies.of(test)->reruns == 1u);
}

TEST_F(TestPrecedence, nearest_mark_counts) {
  CHECK(plain()
            .of(marked({number("timeout", "seconds", 3), number("timeout", "seconds", 9)}))
            ->timeout == 3.0);
}

TEST(marks_are_read) {
  const auto policy =
      plain().of(marked({{"flaky", {{"reruns", std::int64_t{2}}, {"delay", 0.5}, {"backoff", 2.0}}},
                         number("slow_after", "seconds", 7)}));
  CHECK(policy->reruns == 2u);
  CHECK(policy->delay == 0.5);
  CHECK(policy->backoff == 2.0);
  CHECK(policy->slow_after.value_or(0) == 7.0);
}

TEST(needs_are_read_from_marks) {
  const auto policy = plain().of(marked({{"cpu", {{"n", std::int64_t{2}}}},
                                         {"cpu", {{"n", std::int64_t{3}}}},
                                         {"lock", {{"name", std::string{"db"}}}},
                                         {"lock", {{"name", std::string{"port"}}}},
                                         {"exclusive", {}}}));
  CHECK(policy->needs.places == 3u);
  CHECK(policy->needs.locks == std::set<std::string>{"db", "port"});
  CHECK(policy->needs.alone);
  CHECK(plain().of(marked({}), true)->needs.alone);
}

TEST(isolation_is_read_from_a_mark_or_said_for_all) {
  CHECK(!plain().of(marked({}))->isolated);
  CHECK(plain().of(marked({{"isolated", {}}}))->isolated);
  CHECK(Policies({}, {{"isolated", {true, "--isolate"}}}, {}, "").common().isolated);
}

TEST(what_can_never_be_met_is_named) {
  const auto item = marked({{"cpu", {{"n", std::int64_t{3}}}}});
  Policies policies = plain();
  const std::vector<runner::Selected> tests{{0, 0, policies.of(marked({}))},
                                            {0, 1, policies.of(item)}};
  CHECK(runner::unmet_needs(tests, {marked({}), item}, 2, {}) ==
        "tests/unit/test_unit_router_wide.cpp::needs_all needs cpu(3), and this machine has 2 "
        "cores: deselect it, or run it on a larger one");
  CHECK(runner::unmet_needs(tests, {marked({}), item}, 3, {}) == "");
}

TEST(gpus_are_read_from_marks) {
  const auto gpu = [](std::int64_t n) { return model::Mark{"gpu", {{"n", n}}}; };
  const auto vram = [](double gib) { return model::Mark{"vram", {{"gib", gib}}}; };
  CHECK((plain().of(marked({}))->gpus == GpuNeeds{0, 0}));
  CHECK((plain().of(marked({gpu(2), gpu(1)}))->gpus == GpuNeeds{2, 0}));
  CHECK((plain().of(marked({vram(4), vram(7.5)}))->gpus == GpuNeeds{1, 7680}));
  CHECK((plain().of(marked({gpu(2), vram(8)}))->gpus == GpuNeeds{2, 8192}));
  CHECK((plain().of(marked({gpu(0), vram(8)}))->gpus == GpuNeeds{0, 0}));
  CHECK((plain().of(marked({gpu(-1)}))->gpus == GpuNeeds{0, 0}));
}

TEST(what_is_not_run_needs_nothing, (model::Mark mark),
     cases(row(model::Mark{"skip", {{"reason", std::string{"later"}}}}).id("skip"),
           row(model::Mark{"skip_if", {{"condition", true}}}).id("skip_if"),
           row(model::Mark{"xfail", {{"run", false}}}).id("xfail"))) {
  const auto policy = plain().of(
      marked({{"gpu", {{"n", std::int64_t{9}}}}, {"cpu", {{"n", std::int64_t{99}}}}, mark}));
  CHECK((policy->gpus == GpuNeeds{0, 0}));
  CHECK(policy->needs.is_plain());
}

TEST(a_condition_that_does_not_hold_changes_no_need) {
  const auto policy =
      plain().of(marked({{"gpu", {{"n", std::int64_t{1}}}}, {"skip_if", {{"condition", false}}}}));
  CHECK((policy->gpus == GpuNeeds{1, 0}));
}

TEST(gpus_that_no_machine_of_the_run_has_are_named) {
  const auto item = marked({{"gpu", {{"n", std::int64_t{2}}}}, {"vram", {{"gib", 7.5}}}});
  const std::vector<runner::Selected> tests{{0, 0, plain().of(item)}};
  const schedule::Gpus one{{{"0", 24576}}};
  CHECK(runner::unmet_needs(tests, {item}, 2, one) ==
        "tests/unit/test_unit_router_wide.cpp::needs_all needs gpu(2) with vram(7.5), and this run "
        "has 1 GPU of 24 GiB: deselect such tests with -m \"not (gpu or vram)\", or run them on a "
        "larger machine");
  CHECK(runner::unmet_needs(tests, {item}, 2, schedule::Gpus{{{"0", 7680}, {"1", 7680}}}) == "");
}

TEST(quarantine_ends, (std::string until, std::string quarantine, std::string refused),
     cases(row("2026-11-24", "A-1, until 2026-11-24", "").id("in_force"),
           row("2026-11-23", "A-1, until 2026-11-23", "").id("last_day"),
           row("2026-11-22", "",
               "the quarantine for A-1 ended on 2026-11-22: mend the test and take the quarantine "
               "away, or agree on a later day")
               .id("over"),
           row("soon", "", "the quarantine for A-1 ends on no day: 'soon'; write 2027-01-31")
               .id("no_day"))) {
  const auto policy =
      plain().of(marked({{"quarantine", {{"ticket", std::string{"A-1"}}, {"until", until}}}}));
  CHECK(policy->quarantine == quarantine);
  CHECK(policy->refused == refused);
}

TEST(slow_is_judged_by_what_is_known,
     (std::optional<double> said, double timeout, std::optional<double> usual, double seconds),
     cases(row(std::nullopt, 0.0, std::nullopt, 60.0).id("nothing"),
           row(std::nullopt, 20.0, std::nullopt, 10.0).id("half_of_its_time"),
           row(std::nullopt, 0.0, 2.0, 20.0).id("ten_times_the_usual"),
           row(std::nullopt, 0.0, 0.1, 5.0).id("but_five_seconds"),
           row(std::nullopt, 4.0, 2.0, 5.0).id("also_of_its_time"),
           row(0.0, 4.0, 0.1, 0.0).id("never"), row(9.0, 4.0, 0.1, 9.0).id("as_said"))) {
  runner::Policy policy;
  policy.slow_after = said;
  policy.timeout = timeout;
  CHECK(runner::slow_after(policy, usual) == seconds);
}

TEST(tells_where_each_value_was_said) {
  Policies policies{timeout_of(60, "dyntest.toml:2"),
                    {{"reruns", {1.0, "--reruns"}}},
                    {override_of("vllm", {{"slow_after", {5.0, "dyntest.toml:9"}}})},
                    ""};
  CHECK(policies.text(marked({{"vllm", {}}, {"exclusive", {}}})) ==
        "tests/unit/test_unit_router_wide.cpp::needs_all\n"
        "  timeout        = 60           dyntest.toml:2\n"
        "  slow_after     = 5            dyntest.toml:9\n"
        "  reruns         = 1            --reruns\n"
        "  reruns_delay   = not set      default\n"
        "  reruns_backoff = not set      default\n"
        "  cpu            = not set      default\n"
        "  gpu            = not set      default\n"
        "  vram           = not set      default\n"
        "  locks          = not set      default\n"
        "  exclusive      = true         mark exclusive\n"
        "  isolated       = not set      default\n"
        "  network        = not set      default\n"
        "  may_leak       = not set      default\n"
        "  quarantine     = not set      default\n");
}

TEST(override_with_an_unknown_mark_is_named) {
  const Policies policies{{}, {}, {override_of("vlm", {})}, ""};
  const auto fine = policies.check({{"vllm", "", ""}});
  REQUIRE(!fine.has_value());
  CHECK(fine.error().text() ==
        "dyntest.toml:9: Unknown mark in -m: 'vlm' (did you mean 'vllm'?). dyntest --markers lists "
        "them.");
}

// Probes without a process: functions, patterns, combinations, logs.
#include <poll.h>

#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "conftest.hpp"
#include "kit/services/ready.hpp"
#include "testing/builtin/tmp_dir.hpp"

using dyntest::base::Deadline;
using dyntest::base::Error;
using dyntest::base::Status;
using dyntest::builtin::TmpDir;
using dyntest::services::Answer;
using dyntest::services::Bounds;
using dyntest::services::Pattern;
using dyntest::services::Probe;
using dyntest::services::Prober;
using dyntest::services::regex;
using dyntest::services::Subject;
namespace ready = dyntest::services::ready;

namespace {

// Never passes: a question ends by itself.
const Bounds bounds{Deadline::never()};

// Gives these answers, one a question, and the last one again and again.
class Script : public Prober {
 public:
  Script(std::vector<Answer> answers, int* asked) : answers_{std::move(answers)}, asked_{asked} {}
  Answer ask(const Bounds&) override {
    const auto which = static_cast<std::size_t>((*asked_)++);
    return answers_[std::min(which, answers_.size() - 1)];
  }

 private:
  std::vector<Answer> answers_;
  int* asked_;
};

Probe script(std::vector<Answer> answers, int& asked) {
  return Probe::of([answers = std::move(answers), &asked](const Subject&) {
    return std::make_unique<Script>(answers, &asked);
  });
}

Probe always(const Answer& answer) {
  static int ignored = 0;
  return script({answer}, ignored);
}

const Answer refused = Answer::not_yet("refused");
const Answer no_file = Answer::not_yet("no file");
const Answer panicked = Answer::never("panicked");

}  // namespace

TEST(no_probe_is_always_ready) { CHECK((Probe{}.begin({})->ask(bounds) == Answer::ready())); }

TEST(function_is_a_probe) {
  const Probe works = [](Deadline) { return Status{}; };
  const Probe fails = [](Deadline) { return Status{Error{"not there"}}; };
  CHECK((works.begin({})->ask(bounds) == Answer::ready()));
  CHECK((fails.begin({})->ask(bounds) == Answer::not_yet("not there")));
}

TEST(function_sees_the_deadline_of_its_question) {
  Deadline seen = Deadline::never();
  const Probe probe = [&seen](Deadline deadline) {
    seen = deadline;
    return Status{};
  };
  probe.begin({})->ask(bounds);
  CHECK((seen.moment() == bounds.deadline.moment()));
}

TEST(all_needs_every_part, (Answer other, Answer expected),
     cases(row(Answer::ready(), Answer::ready()).id("ready"), row(refused, refused).id("not_yet"),
           row(panicked, panicked).id("never"))) {
  CHECK((ready::all(always(Answer::ready()), always(other)).begin({})->ask(bounds) == expected));
}

TEST(all_tells_what_each_part_lacks) {
  const auto prober = ready::all(always(refused), always(no_file)).begin({});
  CHECK((prober->ask(bounds) == Answer::not_yet("refused; no file")));
}

TEST(all_does_not_ask_again_what_was_ready) {
  int asked = 0;
  const auto prober = ready::all(script({Answer::ready()}, asked), always(refused)).begin({});
  prober->ask(bounds);
  prober->ask(bounds);
  CHECK(asked == 1);
}

TEST(all_is_ready_when_its_last_part_is) {
  int asked = 0;
  const auto prober =
      ready::all(script({refused, Answer::ready()}, asked), always(Answer::ready())).begin({});
  CHECK((prober->ask(bounds) == refused));
  CHECK((prober->ask(bounds) == Answer::ready()));
}

TEST(any_needs_one_part, (Answer other, Answer expected),
     cases(row(Answer::ready(), Answer::ready()).id("ready"),
           row(no_file, Answer::not_yet("refused; no file")).id("not_yet"),
           row(panicked, Answer::not_yet("refused; panicked")).id("one_never"))) {
  CHECK((ready::any(always(refused), always(other)).begin({})->ask(bounds) == expected));
}

TEST(any_will_never_be_when_no_part_will) {
  const auto prober = ready::any(always(panicked), always(Answer::never("gone"))).begin({});
  CHECK((prober->ask(bounds) == Answer::never("panicked; gone")));
}

TEST(combinations_combine) {
  const auto nested = ready::all(ready::any(always(refused), always(Answer::ready())),
                                 ready::all(always(no_file), always(Answer::ready())));
  CHECK((nested.begin({})->ask(bounds) == no_file));
}

TEST(two_waits_share_no_state) {
  int first = 0;
  int second = 0;
  const Probe probe = ready::all(script({refused}, first), script({Answer::ready()}, second));
  probe.begin({})->ask(bounds);
  probe.begin({})->ask(bounds);
  CHECK(second == 2);
}

TEST(text_pattern_is_taken_as_it_stands) {
  CHECK(Pattern{"a.c(1)"}.is_in("x a.c(1) y"));
  CHECK(!Pattern{"a.c"}.is_in("abc"));
  CHECK(Pattern{"a.c"}.text() == "\"a.c\"");
}

TEST(expression_is_searched_in_the_line) {
  CHECK(regex("port \\d+$").is_in("listening on port 41"));
  CHECK(!regex("port \\d+$").is_in("port 41 is taken"));
  CHECK(regex("x").text() == "/x/");
}

TEST(expression_with_a_mistake_is_in_no_line) {
  CHECK(regex("(").mistake().has_value());
  CHECK(!regex("(").is_in("("));
  CHECK(!regex("()").mistake().has_value());
}

TEST(expression_survives_a_long_line) {
  CHECK(!regex("(x|y)*z").is_in(std::string(1u << 20u, 'x')));
}

TEST(log_is_read_on_where_it_was_left, (TmpDir& folder)) {
  const auto log = folder / "log";
  std::ofstream file{log, std::ios::app};
  file << "one\nha" << std::flush;
  const Probe probe = ready::log_line("half");
  const auto prober = probe.begin({.log = log, .log_begin = 0});
  CHECK(prober->ask(bounds).why == "none of 1 lines has \"half\"");
  file << "lf\n" << std::flush;
  CHECK((prober->ask(bounds) == Answer::ready()));
}

TEST(log_line_counts_from_its_begin, (TmpDir& folder)) {
  const auto log = folder / "log";
  std::ofstream{log} << "ready\nready\n";
  const Probe probe = ready::log_line("ready", 2);
  CHECK((probe.begin({.log = log, .log_begin = 0})->ask(bounds) == Answer::ready()));
  CHECK(probe.begin({.log = log, .log_begin = 6})->ask(bounds).why ==
        "1 of 1 lines have \"ready\", not yet 2");
}

TEST(long_log_is_read_in_one_question, (TmpDir& folder)) {
  const auto log = folder / "log";
  std::ofstream{log} << std::string(5u << 20u, 'x') << "\nready\n";
  const Probe probe = ready::log_line("ready");
  CHECK((probe.begin({.log = log, .log_begin = 0})->ask(bounds) == Answer::ready()));
}

TEST(log_wakes_its_reader_when_it_grows, (TmpDir& folder)) {
  const auto log = folder / "log";
  std::ofstream file{log, std::ios::app};
  const Probe probe = ready::log_line("ready");
  const auto prober = probe.begin({.log = log, .log_begin = 0});
  prober->ask(bounds);
  std::vector<int> wakes;
  prober->add_wakes(wakes);
  REQUIRE(wakes.size() == 1);
  pollfd wake{wakes[0], POLLIN, 0};
  CHECK(::poll(&wake, 1, 0) == 0);
  file << "ready\n" << std::flush;
  CHECK(::poll(&wake, 1, 0) == 1);
  prober->ask(bounds);
  CHECK(::poll(&wake, 1, 0) == 0);
}

TEST(missing_log_is_named) {
  const Probe probe = ready::log_line("ready");
  CHECK((probe.begin({})->ask(bounds).kind == Answer::Kind::not_yet));
}

// Which threads a test has left behind.
#include <pthread.h>

#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "conftest.hpp"
#include "foundation/base/deadline.hpp"
#include "testing/runner/threads.hpp"

using dyntest::base::Clock;
using dyntest::runner::is_ending;
using dyntest::runner::left_behind_text;
using dyntest::runner::Threads;
using namespace std::chrono_literals;

namespace {

using Names = std::vector<std::string>;

// A thread that runs until it is destroyed.
class Running {
 public:
  explicit Running(const char* name = nullptr) {
    if (name != nullptr) ::pthread_setname_np(thread_.native_handle(), name);
  }

 private:
  static void wait(const std::stop_token& stop) {
    std::mutex mutex;
    std::unique_lock lock{mutex};
    std::condition_variable_any never;
    never.wait(lock, stop, [] { return false; });
  }
  std::jthread thread_{&Running::wait};
};

}  // namespace

TEST(a_thread_that_goes_on_is_told_by_its_name) {
  Threads threads{1ms};
  const Running one{"one"};
  const Running nameless;
  const Running odd{"odd) R 1 ("};
  CHECK(threads.left_behind() == Names{"one", "", "odd) R 1 ("});
}

TEST(nothing_is_left_of_a_thread_that_was_joined) {
  Threads threads{0s};
  for (int i = 0; i < 200; ++i) {
    {
      const Running one;
    }
    REQUIRE(threads.left_behind() == Names{});
  }
}

TEST(the_flags_tell_that_a_thread_is_ending, (const char* stat, bool ending),
     cases(row("12 (poller) S 1 12 12 0 -1 4194304 99", false).id("running"),
           row("12 (poller) R 1 12 12 0 -1 4194308 99", true).id("ending"),
           row("12 (a) R 1 4 4 4 4 4) S 1 12 12 0 -1 64 99", false).id("odd_name"),
           row("", true).id("gone"))) {
  CHECK(is_ending(stat) == ending);
}

TEST(threads_from_before_are_accounted_for) {
  const Running before;
  Threads threads{0s};
  CHECK(threads.left_behind() == Names{});
}

TEST(threads_of_a_wide_fixture_are_accounted_for) {
  Threads threads{0s};
  const Running fixture;
  threads.adopt();
  CHECK(threads.left_behind() == Names{});
  const Running test{"test"};
  CHECK(threads.left_behind() == Names{"test"});
}

TEST(what_a_wide_fixtures_thread_begins_later_is_accounted_for) {
  Threads threads{0s};
  std::promise<void> lost;
  std::promise<void> begun;
  std::optional<Running> reconnects;
  threads.adopt_from_here();
  std::jthread client{[&] {
    lost.get_future().wait();
    reconnects.emplace();
    begun.set_value();
  }};
  threads.adopt();
  lost.set_value();
  begun.get_future().wait();
  client.join();
  CHECK(threads.left_behind() == Names{});
  const Running test;  // this thread bears its own name again
  CHECK(threads.left_behind() == Names{""});
}

TEST(a_fixture_that_ended_hides_no_thread) {
  Threads threads{0s};
  {
    const Running fixture;
    threads.adopt();
  }
  threads.forget_ended();
  const Running test{"test"};
  CHECK(threads.left_behind() == Names{"test"});
}

TEST(a_thread_that_ends_by_itself_gets_its_time) {
  Threads threads{20s};
  const auto begin = Clock::now();
  std::thread{[] {}}.detach();
  CHECK(threads.left_behind() == Names{});
  CHECK((Clock::now() - begin < 20s));
}

TEST(
    what_is_told_names_each_thread_once, (Names names, std::string told),
    cases(row(Names{""}, "left 1 thread running; its worker is replaced").id("nameless"),
          row(Names{"a"}, "left 1 thread running ('a'); its worker is replaced").id("named"),
          row(Names{"a", "", "b", "a"}, "left 4 threads running ('a', 'b'); its worker is replaced")
              .id("several"),
          row(Names{"a", "b", "c", "d", "e", "f"},
              "left 6 threads running ('a', 'b', 'c', 'd', 'e', …); its worker is replaced")
              .id("many"))) {
  CHECK(left_behind_text(names, "its worker is replaced") == told);
}

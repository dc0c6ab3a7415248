// A service that dies wakes whoever waits: for it, for its readiness, or for something else.
#include <signal.h>

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "foundation/os/wait.hpp"
#include "kit/services/ready.hpp"
#include "services_test_utils.hpp"

using dyntest::base::Clock;
using dyntest::base::Status;
using dyntest::services::Died;
using dyntest::services::Launch;
using dyntest::services::Service;
namespace ready = dyntest::services::ready;

namespace {

// Far more than a death takes to be seen, far less than `patience`.
constexpr auto at_once = 5s;

// Dies of `kill -KEY` as soon as `folder/now` is there.
Launch mortal(const TmpDir& folder) {
  return toy(folder, "echo alive; while ! test -e " + (folder / "now").string() +
                         "; do sleep 0.01; done; echo goodbye; kill -SEGV $$");
}

void let_die(const TmpDir& folder) { std::filesystem::create_directory(folder / "now"); }

}  // namespace

TEST(alive_tells_how_it_died, (TmpDir& folder)) {
  const auto service = Service::start(mortal(folder)).value();
  CHECK(text_of(service.alive()) == "");
  let_die(folder);
  CHECK(service.wait(Deadline::in(patience))->signal() == SIGSEGV);
  const auto text = text_of(service.alive());
  CHECK(text.starts_with("toy died: signal 11 (SIGSEGV); last lines of "));
  CHECK(text.ends_with(":\n  alive\n  goodbye"));
}

TEST(wait_until_ends_when_the_service_dies, (TmpDir& folder)) {
  const auto service = Service::start(mortal(folder)).value();
  let_die(folder);
  const auto begun = Clock::now();
  const auto status = service.wait_until(ready::log_line("never"), Deadline::in(patience));
  CHECK(text_of(status).starts_with("toy died: signal 11 (SIGSEGV); last lines of "));
  CHECK(Clock::now() - begun < at_once);
}

TEST(wait_until_sees_what_was_waited_for, (TmpDir& folder)) {
  const auto service = Service::start(mortal(folder)).value();
  CHECK(text_of(service.wait_until(ready::log_line("alive"), Deadline::in(patience))) == "");
}

TEST(wait_until_tells_the_last_answer, (TmpDir& folder)) {
  const auto service = Service::start(toy(folder, "exec sleep 1000")).value();
  const auto status = service.wait_until(ready::log_line("x", 2), Deadline::in(20ms));
  CHECK(
      text_of(status).starts_with("waiting for toy: not ready after 0.0 s; last answer: "
                                  "0 of 0 lines have \"x\", not yet 2; it wrote nothing"));
}

TEST(every_waiting_thread_is_awake, (TmpDir& folder)) {
  const auto service = Service::start(mortal(folder)).value();
  std::vector<std::string> seen(4);
  {
    std::vector<std::jthread> threads;
    for (auto& text : seen) {
      threads.emplace_back([&service, &text] {
        text = text_of(service.wait_until(ready::log_line("never"), Deadline::in(patience)));
      });
    }
    let_die(folder);
  }
  for (const auto& text : seen) CHECK(text.starts_with("toy died: signal 11 (SIGSEGV)"));
}

TEST(waiting_threads_are_awake_when_the_service_is_killed, (TmpDir& folder)) {
  auto service = Service::start(mortal(folder)).value();
  std::vector<std::string> seen(4);
  {
    std::vector<std::jthread> threads;
    for (auto& text : seen) {
      threads.emplace_back([&service, &text] {
        text = text_of(service.wait_until(ready::log_line("never"), Deadline::in(patience)));
      });
    }
    service.kill();
  }
  for (const auto& text : seen) CHECK(text.starts_with("toy died: signal 9 (SIGKILL)"));
}

TEST(hanging_question_ends_when_the_service_dies, (TmpDir& folder)) {
  Launch launch = mortal(folder);
  launch.probe = ready::command({"sleep", "1000"});
  let_die(folder);
  const auto begun = Clock::now();
  CHECK(!Service::start(std::move(launch)).has_value());
  CHECK(Clock::now() - begun < at_once);
}

TEST(watched_death_ends_another_wait, (TmpDir& folder)) {
  const auto service = Service::start(mortal(folder)).value();
  const auto watch = service.watch();
  let_die(folder);
  const auto begun = Clock::now();
  const auto died = CHECK_RAISES(Died, dyntest::os::pause_for(patience));
  CHECK(has(died->what(), "toy died: signal 11 (SIGSEGV); last lines of"));
  CHECK(Clock::now() - begun < at_once);
}

TEST(watched_death_ends_a_wait_for_another_service, (TmpDir& folder, Etcd& etcd)) {
  const auto service = Service::start(mortal(folder)).value();
  const auto watch = service.watch();
  auto changes = etcd.client().watch((folder / "").string()).value();
  let_die(folder);
  CHECK_RAISES(Died, changes.next(Deadline::in(patience)).has_value());
}

TEST(deliberate_end_rings_no_watch, (TmpDir& folder)) {
  auto service = Service::start(mortal(folder)).value();
  const auto watch = service.watch();
  service.kill();
  dyntest::os::pause_for(5ms);
  CHECK(has(text_of(service.alive()), "signal 9"));
}

TEST(watch_goes_on_after_a_restart, (TmpDir& folder)) {
  auto service = Service::start(mortal(folder)).value();
  const auto watch = service.watch();
  REQUIRE(text_of(service.restart()) == "");
  dyntest::os::pause_for(5ms);
  let_die(folder);
  CHECK_RAISES(Died, dyntest::os::pause_for(patience));
}

TEST(ended_watch_ends_no_wait, (TmpDir& folder)) {
  const auto service = Service::start(mortal(folder)).value();
  service.watch().reset();
  let_die(folder);
  CHECK(service.wait(Deadline::in(patience)).has_value());
  dyntest::os::pause_for(5ms);
}

TEST(watch_of_one_thread_ends_no_wait_of_another, (TmpDir& folder)) {
  const auto service = Service::start(mortal(folder)).value();
  std::atomic<bool> raised = false;
  const auto watch = service.watch();
  let_die(folder);
  std::jthread{[&] {
    try {
      service.wait(Deadline::in(patience));
      dyntest::os::pause_for(5ms);
    } catch (const Died&) {
      raised = true;
    }
  }}.join();
  CHECK(!raised);
}

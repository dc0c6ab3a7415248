// Waits, and what ends them. Interrupts are set on threads of our own: the test's thread has its
// own.
#include <unistd.h>

#include <string>
#include <thread>
#include <vector>

#include "conftest.hpp"
#include "foundation/os/wait.hpp"
#include "os_test_utils.hpp"

using namespace dyntest::os;
using dyntest::base::Clock;

namespace {

// Why `wait` was interrupted, on a thread with these interrupts; empty if it was not.
template <class Wait>
std::string interruption(const Interrupts& interrupts, Wait wait) {
  std::string reason;
  std::jthread{[&] {
    interrupt_waits(interrupts);
    try {
      wait();
    } catch (const Interrupted& interrupted) {
      reason = interrupted.reason;
    }
  }}.join();
  return reason;
}

}  // namespace

TEST(ready_descriptor_ends_the_wait) {
  Pipe pipe;
  REQUIRE(::write(pipe.write_end.get(), "x", 1) == 1);
  std::vector<pollfd> fds{{pipe.read_end.get(), POLLIN, 0}};
  CHECK(wait_for(fds, Deadline::in(600s)));
  CHECK(fds.size() == 1u);
  CHECK((fds[0].revents & POLLIN) != 0);
}

TEST(deadline_ends_the_wait) {
  Pipe pipe;
  std::vector<pollfd> fds{{pipe.read_end.get(), POLLIN, 0}};
  const auto begin = Clock::now();
  CHECK(!wait_for(fds, Deadline::in(20ms)));
  CHECK((Clock::now() - begin >= 20ms));
}

TEST(deadline_of_the_test_interrupts) {
  const Interrupts soon{Deadline::in(20ms), "Timeout (>0.02s)", -1, ""};
  CHECK(interruption(soon, [] { pause_for(600s); }) == "Timeout (>0.02s)");
}

TEST(stop_descriptor_interrupts) {
  Pipe pipe;
  pipe.write_end.reset();
  const Interrupts stop{Deadline::never(), "", pipe.read_end.get(), "interrupted by SIGINT"};
  CHECK(interruption(stop, [] { pause_for(600s); }) == "interrupted by SIGINT");
  CHECK(interruption(stop, [] { check_interrupted(); }) == "interrupted by SIGINT");
}

TEST(quiet_wait_is_not_interrupted) {
  const Interrupts over{Deadline::in(0s), "Timeout", -1, ""};
  std::vector<pollfd> nothing;
  CHECK(interruption(over, [&] { wait_quietly(nothing, Deadline::in(20ms)); }).empty());
}

TEST(interrupts_belong_to_their_thread) {
  const Interrupts over{Deadline::in(0s), "Timeout", -1, ""};
  std::string others = "not run";
  CHECK(interruption(over, [&] {
          std::jthread{[&] { others = interruption({}, [] { check_interrupted(); }); }}.join();
          check_interrupted();
        }) == "Timeout");
  CHECK(others == "");
}

// What waits in a destructor must not throw a second time.
TEST(wait_while_unwinding_is_not_interrupted) {
  struct Waits {
    ~Waits() { pause_for(1ms); }
  };
  const Interrupts over{Deadline::in(0s), "Timeout", -1, ""};
  CHECK(interruption(over, [] {
          const Waits waits;
          check_interrupted();
        }) == "Timeout");
}

TEST(exit_of_a_process_ends_the_wait) {
  const auto process = Process::start({.argv = {"true"}, .environment = {}, .folder = {}}).value();
  std::vector<pollfd> fds{{process.exit_fd(), POLLIN, 0}};
  CHECK(wait_for(fds, Deadline::in(patience)));
}

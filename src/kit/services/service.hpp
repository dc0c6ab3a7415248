// A program that runs beside a test: started, waited for until it truly answers, ended with its
// owner.
//
// Who uses it: Etcd and Nats, and fixtures with services of their own.
// Knows nothing of any protocol: the probe does. Does not restart a service that dies by itself.
// One thread changes a service (stop, kill, restart, …); any number may meanwhile ask for its end
// or wait for something about it, and all are awake at once when it dies.
//
//   start ──> running ──probe answers──> ready ──kill, stop──> ended ──restart──> running …
//                └──process dies, or budget is over──> error with the last probe and log lines
#pragma once

#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "foundation/net/port.hpp"
#include "foundation/os/process.hpp"
#include "kit/services/probe.hpp"
#include "kit/services/watch.hpp"

namespace dyntest::services {

struct Launch {
  std::string name;              // `etcd`: for errors, and <folder>/<name>.log gets its output
  std::filesystem::path folder;  // made if it is missing; not removed
  os::Command command;           // its output descriptors are set by the service
  std::vector<net::Port> ports;  // held as long as the service lives, so that a restart finds them
  std::string address;           // for errors: `http://127.0.0.1:41234`
  Probe probe;                   // asked again and again, fast first, then slower
  base::Duration budget = std::chrono::seconds{30};  // from start to ready
  // Statuses, besides 0 and an end by stop's own signal, with which it may end when it is stopped.
  std::vector<int> expected_exits = {};
};

// How a service ended that was stopped.
struct Ending {
  os::ExitStatus status;
  std::string surprise;  // what was not as expected; empty = nothing

  bool as_expected() const { return surprise.empty(); }
};

class Service {
 public:
  // Returns when the probe has answered. Gives up at once when the process dies. May throw
  // os::Interrupted. On any failure nothing is left running. Errors:
  //   starting etcd: waiting for http://127.0.0.1:41234: process exited with status 1; last lines:
  //   …
  static base::Result<Service> start(Launch launch);
  // Starts the process and does not wait for it: so that others start meanwhile.
  static base::Result<Service> begin(Launch launch);
  // Waits until it is ready, for at most its launch's budget from now on; errors as of start,
  // without `starting etcd: `. The service stays.
  base::Status await_ready();

  Service(Service&& other) noexcept;
  Service& operator=(Service&& other) noexcept;
  // Kills it (SIGKILL) and waits until it is reaped.
  ~Service();

  pid_t pid() const;
  const std::string& name() const;
  const std::string& address() const;
  const std::filesystem::path& log() const;

  // How it ended, if it has; never blocks.
  std::optional<os::ExitStatus> ended() const;
  // The error if it has ended: `etcd died: signal 9 (SIGKILL); last lines of …`.
  base::Status alive() const;
  // Until it has ended by itself, or the deadline has passed (nothing). May throw Interrupted.
  std::optional<os::ExitStatus> wait(base::Deadline deadline) const;
  // Until `probe` is ready; log lines count from this start on. Ends at once with the error of
  // `alive` when the process dies. May throw Interrupted.
  base::Status wait_until(const Probe& probe, base::Deadline deadline) const;
  // See watch.hpp.
  std::unique_ptr<Watch> watch() const;

  // SIGKILL: what a crash of the machine looks like to others. Blocks until it is reaped.
  os::ExitStatus kill();
  // `signal` to the process, then SIGKILL to all of its group after `grace`. Says whether the
  // ending was as expected; one that died before it was asked was not.
  Ending stop(base::Duration grace = std::chrono::seconds{5}, int signal = SIGTERM);
  // Only sends `signal` to the process, which counts as asking it to end; `wait` says how it did.
  // The error: it has ended before.
  base::Status ask_to_end(int signal = SIGTERM);
  // As if it had crashed: SIGABRT, as a failed assertion, or SIGSEGV. The program's own handlers
  // run (Go prints its stacks and exits with 2); SIGKILL after `grace`. Limits::core_bytes says
  // whether a core is written.
  os::ExitStatus crash(int signal = SIGABRT, base::Duration grace = std::chrono::seconds{5});
  // SIGSTOP to all of its process group: it hangs, its connections stay. Returns when every process
  // of the group stands still, or after 5 s with the error; it is not resumed then. stop and crash
  // resume it. May throw Interrupted.
  base::Status pause();
  // SIGCONT to all of its group. The error: it has ended.
  base::Status resume();
  // Ends it if it still runs, and starts it again on the same ports and folder; as `start`.
  base::Status restart();

 private:
  explicit Service(Launch launch);
  friend base::Status await_ready(const std::vector<Service*>&, base::Deadline);

  std::shared_ptr<detail::Service> state_;  // none = moved from
};

}  // namespace dyntest::services

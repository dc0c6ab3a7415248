// A program that runs beside a test: started, waited for until it truly answers, ended with its
// owner.
//
// Who uses it: Etcd and Nats, and fixtures with services of their own.
// Knows nothing of any protocol: the probe does. Does not restart a service that dies by itself.
//
//   start ──> running ──probe answers──> ready ──kill, stop──> ended ──restart──> running …
//                └──process dies, or budget is over──> error with the last probe and log lines
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "foundation/net/port.hpp"
#include "foundation/os/process.hpp"

namespace dyntest::services {

// One question whether the service works, with an answer or an error before the deadline.
using Probe = std::function<base::Status(base::Deadline)>;

struct Launch {
  std::string name;              // `etcd`: for errors, and <folder>/<name>.log gets its output
  std::filesystem::path folder;  // made if it is missing; not removed
  os::Command command;           // its output descriptors are set by the service
  std::vector<net::Port> ports;  // held as long as the service lives, so that a restart finds them
  std::string address;           // for errors: `http://127.0.0.1:41234`
  Probe probe;                   // asked again and again, fast first, then slower
  base::Duration budget = std::chrono::seconds{30};  // from start to ready
};

class Service {
 public:
  // Returns when the probe has answered. Gives up at once when the process dies. May throw
  // os::Interrupted. On any failure nothing is left running. Errors:
  //   starting etcd: waiting for http://127.0.0.1:41234: process exited with status 1; last lines:
  //   …
  static base::Result<Service> start(Launch launch);

  // Destroying a service kills it (SIGKILL) and waits until it is reaped.

  pid_t pid() const { return process_->pid(); }
  const std::filesystem::path& log() const { return log_; }
  // How it ended, if it has; never blocks.
  std::optional<os::ExitStatus> ended() { return process_->ended(); }
  // SIGKILL: what a crash of the machine looks like to others. Blocks until it is reaped.
  os::ExitStatus kill() { return process_->kill(); }
  // SIGTERM, then SIGKILL after `grace`. nats-server 2.9 ends with status 1 even then.
  os::ExitStatus stop(base::Duration grace = std::chrono::seconds{5}) {
    return process_->stop(grace);
  }
  // Ends it if it still runs, and starts it again on the same ports and folder; as `start`.
  base::Status restart();

 private:
  explicit Service(Launch launch);
  base::Status begin();
  base::Status await_ready();
  // What it said last, for the end of an error.
  std::string last_lines() const;

  Launch launch_;
  std::filesystem::path log_;
  std::optional<os::Process> process_;  // always there once started
};

}  // namespace dyntest::services

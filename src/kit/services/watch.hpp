// Ends the waits of a test at once when a service dies meanwhile, whatever they wait for.
//
//   const auto watch = etcd.service().watch();
//   EVENTUALLY(30, router.has_worker());     // etcd dies: `etcd died: signal 11 (SIGSEGV); …` now
//
// Who uses it: tests and fixtures that wait for something else than the service. Works for waits of
// the thread that made it, and for all that go through os/wait.hpp: EVENTUALLY, the clients,
// wait_until of other services. An end that was asked for (stop, kill, crash, restart) ends no
// wait; after a restart the new process is watched.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "foundation/os/wait.hpp"

namespace dyntest::services {

namespace detail {
class Running;
struct Service;
}  // namespace detail

// What a wait throws then.
class Died : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Watch final : public os::Alarm {
 public:
  // Made by Service::watch().
  explicit Watch(std::shared_ptr<detail::Service> service);
  ~Watch() override;

  int fd() override;
  void ring() override;

 private:
  std::shared_ptr<detail::Service> service_;
  std::shared_ptr<detail::Running> heard_;  // keeps the descriptor open that a wait polls
};

}  // namespace dyntest::services

// A process as faults see it: something to signal, to kill, and to bring back.
//
// Who uses it: the process faults (kill.hpp, stop.hpp, …). While faults act on a victim, nobody
// else may use the Service or Process behind it: neither is made for several threads.
#pragma once

#include <sys/types.h>

#include <functional>

#include "foundation/base/error.hpp"
#include "foundation/os/process.hpp"
#include "kit/services/service.hpp"

namespace dyntest::faults {

class Victim {
 public:
  virtual ~Victim() = default;
  // Leader of its process group.
  virtual pid_t pid() const = 0;
  virtual bool ended() = 0;
  // SIGKILL to the group; returns when it is reaped.
  virtual void kill() = 0;
  // Ends it if it runs, and starts it again; returns when it is ready.
  virtual base::Status restart() = 0;
};

class ServiceVictim final : public Victim {
 public:
  explicit ServiceVictim(services::Service& service) : service_{service} {}
  pid_t pid() const override { return service_.pid(); }
  bool ended() override { return service_.ended().has_value(); }
  void kill() override { service_.kill(); }
  base::Status restart() override { return service_.restart(); }

 private:
  services::Service& service_;
};

class ProcessVictim final : public Victim {
 public:
  using Start = std::function<base::Result<os::Process>()>;
  // `start` gives a new process that is ready.
  ProcessVictim(os::Process& process, Start start) : process_{process}, start_{std::move(start)} {}
  pid_t pid() const override { return process_.pid(); }
  bool ended() override { return process_.ended().has_value(); }
  void kill() override { process_.kill(); }
  base::Status restart() override;

 private:
  os::Process& process_;
  Start start_;
};

}  // namespace dyntest::faults

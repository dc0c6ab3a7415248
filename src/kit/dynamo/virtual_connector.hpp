// Dynamo's virtual connector: how a planner says how many workers there shall be, and how whoever
// runs them takes note.
//
// Who uses it: tests of the planner's protocol. It is Dynamo's own code
// (VirtualConnectorCoordinator and VirtualConnectorClient of the bindings), in a process that
// planner_program.py plays; what it writes is below `v1/{namespace}/planner/` in etcd.
#pragma once

#include <optional>
#include <string>

#include "foundation/base/error.hpp"
#include "foundation/os/fd.hpp"
#include "foundation/os/process.hpp"
#include "kit/dynamo/detail/dialogue.hpp"
#include "kit/dynamo/dynamo.hpp"

namespace dyntest::dynamo {

// Of a number that was never set: -1.
struct Decision {
  int prefill_workers = 0;
  int decode_workers = 0;
  int id = 0;
  bool operator==(const Decision&) const = default;
};

class VirtualConnector {
 public:
  // In the namespace `name`, with the discovery of `dynamo`, which must be etcd. Blocks until its
  // coordinator has read what is there.
  static base::Result<VirtualConnector> start(const Dynamo& dynamo, const std::string& name);

  // Each blocks for at most 20 s, and may throw os::Interrupted. Errors are Dynamo's own:
  // `Exception: …`.
  // The planner's side. A number that is not given stays as it is.
  base::Status scale(std::optional<int> prefill, std::optional<int> decode);
  // What the planner believes to be in force.
  base::Result<Decision> state();
  // Another planner takes over: it reads what is there.
  base::Status restart_planner();
  // The side of whoever runs the workers: the decision, and that it has been carried out. Returns
  // when the planner knows.
  base::Result<Decision> get();
  base::Status complete();

 private:
  explicit VirtualConnector(detail::Dialogue dialogue) : dialogue_{std::move(dialogue)} {}

  detail::Dialogue dialogue_;
};

}  // namespace dyntest::dynamo

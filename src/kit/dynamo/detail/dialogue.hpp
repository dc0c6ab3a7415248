// A program of the kit's in Python that is told what to do: a line of JSON there, a line back.
//
// Who uses it: VirtualConnector, KvRouter. The answer is {"ok": …} or {"error": "…"}.
#pragma once

#include <string>

#include "foundation/base/error.hpp"
#include "foundation/os/fd.hpp"
#include "foundation/os/process.hpp"

namespace dyntest::dynamo::detail {

class Dialogue {
 public:
  // Its standard input and output are the dialogue's.
  static base::Result<Dialogue> start(os::Command command);

  // Sends a line of JSON and returns what stands at `ok` of the answer, as JSON. Blocks for at most
  // 20 s; may throw os::Interrupted. Errors are the program's own.
  base::Result<std::string> order(const std::string& json);

 private:
  Dialogue(os::Process process, os::Fd orders, os::Fd answers);
  base::Result<std::string> read_line();

  os::Process process_;
  os::Fd orders_;
  os::Fd answers_;
  std::string unread_;
};

}  // namespace dyntest::dynamo::detail

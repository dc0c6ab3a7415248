// Says before main what an executable said before there were protocols: a kind and a body.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "conftest.hpp"
#include "foundation/base/bytes.hpp"
#include "foundation/os/message.hpp"
#include "testing/runner/worker.hpp"

using namespace dyntest;

namespace {
const bool told = [] {
  base::Writer hello;
  hello.put(std::uint8_t{0}).put(std::string_view{"\xff\xff\xff\xff olds"});
  os::send_message(runner::WorkerFds::control, hello.bytes());
  std::_Exit(0);
  return true;
}();
}  // namespace

TEST(never_runs) {}

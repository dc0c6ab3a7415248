// Tests whose time stands still while their run is stopped; test_integ_runner_pauses.cpp stops it.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "conftest.hpp"
#include "foundation/os/process.hpp"

namespace os = dyntest::os;

struct Service {
  os::Process process;
};
FIXTURE(Service, scope::session) {
  auto process = os::Process::start({{"sleep", "1000"}, {}, {}});
  REQUIRE(process.has_value());
  return Service{std::move(*process)};
}

// Says, in the file that READY names, who runs: this process and its service.
void announce(const Service& service) {
  const std::string file = std::getenv("READY");
  std::ofstream{file + ".new"} << ::getpid() << ' ' << service.process.pid() << '\n';
  std::rename((file + ".new").c_str(), file.c_str());
}

// Five seconds for the wait, six for the test.
TEST(waits_for_a_while, (Service& service), timeout(6)) {
  announce(service);
  EVENTUALLY(5, std::filesystem::exists(std::getenv("GO")));
}

TEST(waits_isolated, (Service& service), timeout(6), isolated) {
  announce(service);
  EVENTUALLY(5, std::filesystem::exists(std::getenv("GO")));
}

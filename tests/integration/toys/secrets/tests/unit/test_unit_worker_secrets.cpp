// Tests and their services say the token that they were given, wherever they can.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "conftest.hpp"
#include "kit/services/ready_log_line.hpp"
#include "kit/services/service.hpp"
#include "testing/builtin/record_property.hpp"
#include "testing/builtin/tmp_dir.hpp"

namespace services = dyntest::services;
using dyntest::builtin::RecordProperty;
using dyntest::builtin::TmpDir;

namespace {

std::string token() { return std::getenv("HF_TOKEN"); }

}  // namespace

TEST(prints_it) {
  std::printf("logged in with %s\n", token().c_str());
  std::fprintf(stderr, "warning: %s expires soon\n", token().c_str());
  CHECK(token() == "none");
}

TEST(its_service_logs_it, (TmpDir& folder)) {
  services::Launch launch;
  launch.name = "frontend";
  launch.folder = folder.path();
  launch.command.argv = {"sh", "-c", "echo \"GET /models?token=$HF_TOKEN\"; exit 3"};
  launch.probe = services::ready::log_line("listening");
  const auto frontend = services::Service::start(std::move(launch));
  if (!frontend) FAIL(frontend.error().text());
}

TEST(says_who_logs_in) { FAIL("cannot reach nats://router:pass@10.0.0.1:4333"); }

TEST(skips_with_it) { SKIP("the hub refuses " + token()); }

TEST(records_it, (RecordProperty& record)) { record("token", token()); }

TEST(throws_it) { throw std::runtime_error{"401 for " + token()}; }

TEST(throws_it_once, flaky(1)) { throw std::runtime_error{"429 for " + token()}; }

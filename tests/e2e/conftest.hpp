// For the end-to-end tests: the real Dynamo, seen through its public interfaces only.
//
// A test that only asks takes Dynamo&, which lives as long as its worker and is warm. A test that
// breaks something, or needs another deployment, starts its own with start(): it takes less than a
// second. Deployments and their clients are here; what a test says in its own words (a prompt, an
// expected answer) stays in the test.
#pragma once

#include <chrono>
#include <string>

#include "../conftest.hpp"
#include "e2etest_utils.hpp"
#include "fixtures/dynamo.hpp"
#include "fixtures/http_server.hpp"
#include "foundation/base/deadline.hpp"
#include "testing/builtin/tmp_dir.hpp"

using dyntest::builtin::TmpDir;
using dyntest::dynamo::crash;
using dyntest::dynamo::deaf;
using dyntest::dynamo::error;
using dyntest::dynamo::http_error;
using dyntest::dynamo::pause;
using dyntest::dynamo::stall;
using dyntest::dynamo::tokens;
using dyntest::fixtures::Ask;
using dyntest::fixtures::Deployment;
using dyntest::fixtures::Dynamo;
using dyntest::fixtures::HttpServer;
using dyntest::fixtures::Prompt;
using dyntest::fixtures::Reply;
using namespace std::chrono_literals;

// Which Dynamo is under test. Ends the set-up with a skip if there is none to start.
dyntest::dynamo::Installation installation();

// Starts deployments in a folder of the test's, as many as it wants.
class Launcher {
 public:
  explicit Launcher(TmpDir& folder) : folder_{folder.path()} {}

  // Returns when it is routable. Fails the test otherwise.
  Dynamo start(const Deployment& deployment);

 private:
  std::filesystem::path folder_;
  int number_ = 0;
};

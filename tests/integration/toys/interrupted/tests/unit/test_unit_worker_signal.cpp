#include <signal.h>

#include <cstdlib>
#include <string>

#include "conftest.hpp"

// The run's id is that of its controller, a dash and the time; that of an outer run stands before it.
pid_t controller() {
  const std::string id = std::getenv("DYNTEST_RUN_ID");
  return std::stoi(id.substr(id.rfind('/') + 1));
}

TEST(passes) {}

TEST(is_interrupted, (int signal), cases(row(SIGINT).id("int"), row(SIGTERM).id("term"))) {
  ::kill(controller(), signal);
  EVENTUALLY(30, false);
}

TEST(is_not_started) {}

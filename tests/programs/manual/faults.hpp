// What the blocks of docs/manual/faults.md stand on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fixtures/services.hpp"
#include "kit/faults/latency.hpp"
#include "kit/faults/proxy.hpp"
#include "kit/faults/run.hpp"
#include "kit/faults/stop.hpp"
#include "testing/check/check.hpp"

using dyntest::base::Deadline;
using dyntest::services::Etcd;
using namespace dyntest::faults;
using namespace std::chrono_literals;

struct ToyWorker {
  bool answers() const;
};
ToyWorker start_worker(const std::string& etcd_endpoints);
void expect_patience();
bool write_one(const std::string& etcd_endpoints);
dyntest::base::Status ask_for_an_answer(Deadline deadline);
bool all_acknowledged_writes_are_there();

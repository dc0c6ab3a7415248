// What the blocks of docs/manual/clusters.md stand on.
#pragma once

#include "fixtures/services.hpp"
#include "foundation/base/deadline.hpp"
#include "testing/check/check.hpp"

using dyntest::base::Deadline;
using dyntest::fixtures::EtcdCluster;
using dyntest::fixtures::JetStreamNats;
namespace etcd = dyntest::etcd;
using namespace std::chrono_literals;

// What the blocks of docs/manual/processes.md stand on.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "fixtures/http.hpp"
#include "fixtures/services.hpp"
#include "foundation/net/port.hpp"
#include "kit/services/ready.hpp"
#include "kit/services/service.hpp"
#include "kit/services/start_together.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/check/check.hpp"

namespace net = dyntest::net;
namespace ready = dyntest::services::ready;

using dyntest::base::Deadline;
using dyntest::builtin::TmpDir;
using dyntest::fixtures::Http;
using dyntest::services::Etcd;
using dyntest::services::Launch;
using dyntest::services::Nats;
using dyntest::services::Service;
using dyntest::services::start_together;
using namespace std::chrono_literals;

struct Frontend {
  Service service;
  std::string url;
};

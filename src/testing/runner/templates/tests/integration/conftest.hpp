// For the integration tests: the file system, real services, processes of our own.
//
// A real etcd and NATS: link dyntest::fixtures and include "fixtures/services.hpp".
#pragma once

#include "../conftest.hpp"
#include "integtest_utils.hpp"
#include "testing/builtin/tmp_dir.hpp"

using dyntest::builtin::TmpDir;

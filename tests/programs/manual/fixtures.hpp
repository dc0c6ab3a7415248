// What the examples of docs/manual/fixtures.md stand on.
#pragma once

#include "fixtures/services.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/check/check.hpp"

using dyntest::builtin::TmpDir;
using dyntest::fixtures::Etcd;

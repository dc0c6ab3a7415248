// What the blocks of docs/manual/dynamo.md stand on.
#pragma once

#include <filesystem>

#include "fixtures/dynamo.hpp"
#include "testing/check/check.hpp"

using dyntest::fixtures::Deployment;
using dyntest::fixtures::Dynamo;
using dyntest::fixtures::need_dynamo;
using dyntest::fixtures::Reply;
using dyntest::fixtures::start_dynamo;

// For the end-to-end tests: a whole deployment, seen through its public API only. The real Dynamo
// and a runtime of ours must be interchangeable here, so nothing of src/runtime is ever included.
//
// Types and marks that these tests share belong here; a deployment and its clients are fixtures, in
// conftest.cpp. What a test says in its own words (a prompt, an expected answer) stays in the test.
#pragma once

#include "../conftest.hpp"
#include "e2etest_utils.hpp"

// The conftest.hpp that the blocks of docs/manual include: what a suite around them would declare.
#pragma once

#include "testing/check/check.hpp"

// Marks of files, classes and rows; fixtures that are used and not named.
#pragma once

#include "testing/check/check.hpp"

MARK(fleet, "a fleet of workers", component)
MARK(planner, "the planner", component)

struct Etcd {};

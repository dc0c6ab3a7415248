#include "conftest.hpp"

#include <cstdio>

// One for the folder.
FIXTURE(Etcd, scope::folder) { return Etcd{}; }

// Deployments as fixtures: each is ready when it is returned, and uses no fixed port.
#include "conftest.hpp"

// Deployments as fixtures of this folder: each takes all it needs from other fixtures, is ready
// when it is returned, and asks no machine for a fixed port, a file or a model that is not there
// already.
#include "conftest.hpp"

// Fixtures for the integration tests. One that is dear lives longer: FIXTURE(Type, scope::session).
#include "conftest.hpp"

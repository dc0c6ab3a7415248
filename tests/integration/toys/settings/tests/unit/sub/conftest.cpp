#include "../../conftest.hpp"

SETTING(workers, 8, "more of them here")

#include "conftest.hpp"

SETTING(workers, 4, "workers that a fleet starts with")
SETTING(patience, 0.5, "seconds a worker may take")
SETTING(model, "qwen", "what is served")
SETTING(warm, false, "whether caches are filled first")

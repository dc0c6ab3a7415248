// What the blocks of docs/manual/properties.md stand on.
#pragma once

#include <vector>

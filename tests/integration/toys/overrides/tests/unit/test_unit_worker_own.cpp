#include "conftest.hpp"
#include "services.hpp"

FIXTURE(Bus) { return Bus{"bus of this file"}; }

TEST(gets_its_own_file_s, (Client& client)) { CHECK(client.of == "bus of this file"); }

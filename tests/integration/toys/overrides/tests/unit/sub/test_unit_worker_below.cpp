#include "conftest.hpp"
#include "services.hpp"

TEST(gets_the_nearest, (Bus& bus)) { CHECK(bus.name == "bus of sub"); }

TEST(and_so_do_the_fixtures_it_uses, (Client& client)) { CHECK(client.of == "bus of sub"); }

#include "conftest.hpp"
#include "services.hpp"

TEST(gets_the_root_s, (Bus& bus, Client& client)) {
  CHECK(bus.name == "bus");
  CHECK(client.of == "bus");
}

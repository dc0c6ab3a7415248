#include "conftest.hpp"

#include "services.hpp"

FIXTURE(Bus, scope::session) { return Bus{"bus"}; }

FIXTURE(Client, (Bus& bus)) { return Client{bus.name}; }

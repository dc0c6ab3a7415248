#include "conftest.hpp"

struct Plane {
  std::string name;
};
FIXTURE(Plane, (std::string name)) { return Plane{name}; }

struct Model {
  int size = 0;
};
FIXTURE(Model, (int size, int copies), cases(1)) { return Model{size * copies}; }

TEST(gets_no_rows, (Plane&)) {}
TEST(gets_too_many_values, (Plane&), with<Plane>(row("zmq", "nats"))) {}
TEST(gets_another_type, (Plane&), with<Plane>(row(7))) {}
TEST(gives_rows_to_nobody, with<Plane>("zmq")) {}
TEST(uses_a_broken_fixture, (Model&)) {}

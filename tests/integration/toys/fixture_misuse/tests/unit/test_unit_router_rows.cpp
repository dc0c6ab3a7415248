#include "conftest.hpp"

struct Plane {
  std::string name;
};
FIXTURE(Plane, (std::string name)) { return Plane{name}; }

struct Model {
  int size = 0;
};
FIXTURE(Model, (int size, int copies), cases(1)) { return Model{size * copies}; }

struct Fleet {};
FIXTURE(Fleet, scope::run) { return Fleet{}; }
struct Cluster {
  int handle() const { return 0; }
  static Cluster attach(int) { return {}; }
};
struct Node {};
FIXTURE(Node, scope::session) { return Node{}; }
FIXTURE(Cluster, (Node&), scope::run) { return Cluster{}; }

TEST(gets_no_rows, (Plane&)) {}
TEST(gets_too_many_values, (Plane&), with<Plane>(row("zmq", "nats"))) {}
TEST(gets_another_type, (Plane&), with<Plane>(row(7))) {}
TEST(gives_rows_to_nobody, with<Plane>("zmq")) {}
TEST(uses_a_broken_fixture, (Model&)) {}
TEST(uses_what_cannot_be_hosted, (Fleet&)) {}
TEST(uses_a_host_of_something_narrower, (Cluster&)) {}

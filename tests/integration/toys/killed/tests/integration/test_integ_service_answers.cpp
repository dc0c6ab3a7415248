#include "conftest.hpp"
#include "fixtures/services.hpp"

using dyntest::base::Deadline;
using dyntest::services::Nats;

TEST(answers, (Nats& nats, int), cases(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)) {
  work();
  REQUIRE(!nats.service().ended().has_value());
  CHECK(nats.client().flush(Deadline::in(std::chrono::seconds{1})).has_value());
}

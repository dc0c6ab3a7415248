#include "conftest.hpp"

TEST(connects, (Plane& plane, int port), cases(7, 8)) {
  CHECK(plane.name.size() >= 3u);
  CHECK(port > 0);
}

TEST(needs_no_fixture) {}

TEST(sends_batches, (Plane&, Batch& batch)) { CHECK(batch.size > 0); }

TEST(routes, (int workers, Batch& batch, Model& model), cases(7, 8)) {
  CHECK(workers >= 7);
  CHECK(batch.size > 0);
  CHECK(!model.name.empty());
}

TEST(takes_other_rows, (Model& model), with<Model>("tiny")) { CHECK(model.name == "tiny"); }

#include "../conftest.hpp"

TEST(shows_values) {
  CHECK(setting<int>("workers") == 0);
  CHECK(setting<double>("patience") == 0);
  CHECK(setting<std::string>("model") == "");
  CHECK(!setting<bool>("warm") == setting<bool>("warm"));
}

TEST(a_whole_number_is_a_number) { CHECK(setting<double>("workers") > 0); }

TEST(asks_for_another_kind) { CHECK(setting<int>("model") == 0); }

TEST(asks_for_what_is_not_there) { CHECK(setting<int>("replicas") == 0); }

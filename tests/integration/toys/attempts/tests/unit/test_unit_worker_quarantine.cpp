// A failure that is known does not count until its day is over.
#include "conftest.hpp"

TEST(fails, quarantine("DYN-12", "2999-12-31")) { CHECK(1 == 2); }

TEST(passes, quarantine("DYN-12", "2999-12-31")) {}

TEST(is_forgotten, quarantine("DYN-13", "2020-02-29")) {}

TEST(never_ends, quarantine("DYN-14", "some day")) {}

// What pytest_plugin.py says, read: a line of JSON each.
#pragma once

#include <string>
#include <vector>

#include "testing/guests/guest.hpp"

namespace dyntest::guests {

// A test of pytest's is known by pytest's own id of it.
struct PytestListing {
  Listing listing;
  std::vector<std::string> ids;  // one for each test
};
PytestListing read_collected(const std::string& line, const std::string& root);

Verdict read_verdict(const std::string& line, const std::string& root);

}  // namespace dyntest::guests

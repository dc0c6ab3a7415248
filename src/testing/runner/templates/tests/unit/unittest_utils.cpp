#include "unittest_utils.hpp"

#include <iterator>
#include <sstream>

std::vector<std::string> words(const std::string& text) {
  std::istringstream stream{text};
  return {std::istream_iterator<std::string>{stream}, {}};
}

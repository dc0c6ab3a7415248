// Every toy suite prints exactly what its expected.txt says, and ends with that exit code.
#include <string>

#include "conftest.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "toy_test_utils.hpp"

using dyntest::builtin::TmpDir;

TEST(prints_what_it_should, (TmpDir& scratch, std::string toy), cases_from(toys::names()),
     timeout(300)) {
  toys::check(toy, scratch.path());
}

// Its suite is built with ThreadSanitizer, and so are all the rooms once more.
TEST(tells_of_a_data_race, (TmpDir& scratch), nightly, timeout(300)) {
  toys::check("data_race", scratch.path());
}

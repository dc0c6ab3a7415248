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

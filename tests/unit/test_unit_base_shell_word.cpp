// Words as a POSIX shell reads them.
#include <string>

#include "conftest.hpp"
#include "foundation/base/shell_word.hpp"

using dyntest::base::shell_word;

TEST(what_a_shell_would_change_is_quoted, (std::string word, std::string quoted),
     cases(row("tests/unit/test_unit_kv_x.cpp::TestX::routes",
               "tests/unit/test_unit_kv_x.cpp::TestX::routes")
               .id("plain"),
           row("a.cpp::b[2-true]", "'a.cpp::b[2-true]'").id("brackets"),
           row("two words", "'two words'").id("blank"), row("$HOME", "'$HOME'").id("variable"),
           row("it's", "'it'\\''s'").id("quote"), row("", "''").id("empty"),
           row("café", "'café'").id("letters"))) {
  CHECK(shell_word(word) == quoted);
}

// A text in parts, as std::getline would take them.
#include <string>
#include <vector>

#include "conftest.hpp"
#include "foundation/base/split.hpp"

using dyntest::base::split;
using Texts = std::vector<std::string>;

TEST(
    parts_stand_between_separators, (std::string text, Texts parts),
    cases(row("a,b", Texts{"a", "b"}).id("two"), row("a", Texts{"a"}).id("one"),
          row("", Texts{}).id("none"), row("a,,b,", Texts{"a", "", "b"}).id("ended"),
          row(",", Texts{""}).id("separator_alone"), row(",a", Texts{"", "a"}).id("first_empty"))) {
  CHECK(split(text, ',') == parts);
}

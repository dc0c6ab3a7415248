// May this function be replaced so that no call is missed? If not, why not.
//
// Used by replacement.cpp the first time a function is patched. Looks at code and symbols only; a
// call that the compiler inlined cannot be seen, so whatever may have been inlined is refused.
#pragma once

#include <string>
#include <vector>

#include "testing/doubles/detail/objects.hpp"

namespace dyntest::doubles::detail {

struct Verdict {
  Address address = 0;  // of the function itself, not of a stub that leads to it
  std::string name;
  // Where the dynamic linker must replace it; empty = by a jump at its entry.
  std::vector<std::string> import_names;
  std::string reason;  // why it is refused, with the remedy; empty = it is not
};

Verdict judge(Address function);

}  // namespace dyntest::doubles::detail

// Functions as one, for std::visit: each alternative of a variant finds the one that takes it.
#pragma once

namespace dyntest::base {

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};

}  // namespace dyntest::base

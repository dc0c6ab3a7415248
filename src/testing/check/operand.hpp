// An operand of a comparison that failed, on its way to the failure's text: how to print it, and
// whether it must be copied because it travels by value. Used by expression.hpp.
#pragma once

#include "testing/check/print.hpp"

namespace dyntest::check::detail {

template <class T>
concept Scalar = !Class<T>;  // arrays and functions come as pointers

// An operand of the comparison that failed: copied if it is a scalar, else borrowed.
struct Kept {
  Printable printable;
  std::size_t copied_bytes;
};

inline constexpr std::size_t scalar_bytes_max = 16;

// As large as a T, which may be a pointer.
template <Scalar T>
struct Copied {
  T value;
};

template <class T>
Kept kept(const T& value) {
  if constexpr (Scalar<T>) {
    static_assert(sizeof(Copied<T>) <= scalar_bytes_max);
    return {printable(value), sizeof(Copied<T>)};
  } else {
    return {printable(value), 0};
  }
}

}  // namespace dyntest::check::detail

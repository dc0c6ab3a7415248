// Values that hold no others: numbers, characters, pointers, enumerations. Used by print.hpp alone.
#pragma once

#include "testing/check/detail/shape.hpp"
#include "testing/check/sink.hpp"

namespace dyntest::check::detail {

template <class T>
void print_scalar(Sink& sink, T value) {
  if constexpr (std::is_same_v<T, bool>) {
    sink.boolean(value);
  } else if constexpr (std::is_same_v<T, char>) {
    sink.character(value);
  } else if constexpr (std::is_integral_v<T>) {
    if constexpr (std::is_signed_v<T>)
      sink.integer(value);
    else
      sink.natural(value);
  } else if constexpr (std::is_floating_point_v<T>) {
    sink.real(value);
  } else if constexpr (__is_enum(T)) {
    sink.type(typeid(T));
    sink.text("(");
    sink.integer(static_cast<long long>(value));
    sink.text(")");
  } else if constexpr (std::is_same_v<T, std::nullptr_t>) {
    sink.address(nullptr);
  } else if constexpr (std::is_convertible_v<T, const char*>) {
    if (value == nullptr)
      sink.address(nullptr);
    else
      sink.quoted(value);
  } else if constexpr (std::is_function_v<std::remove_pointer_t<T>>) {
    sink.address(reinterpret_cast<const void*>(value));
  } else if constexpr (std::is_pointer_v<T>) {
    sink.address(const_cast<const void*>(static_cast<const volatile void*>(value)));
  } else {
    sink.opaque(typeid(T), sizeof(T));
  }
}

}  // namespace dyntest::check::detail

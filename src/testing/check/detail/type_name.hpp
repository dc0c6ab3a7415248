// The name of a type as a person writes it: demangled, without `(anonymous namespace)::` and with
// std::string for what the compiler calls it.
#pragma once

#include <string>
#include <typeinfo>

namespace dyntest::check::detail {

std::string type_name(const std::type_info& type);

}  // namespace dyntest::check::detail

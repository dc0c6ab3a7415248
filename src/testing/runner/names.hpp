// Names as people write them, from what the compiler knows.
#pragma once

#include <string>
#include <string_view>
#include <typeinfo>
#include <vector>

namespace dyntest::runner {

// `Etcd` for dyntest::services::Etcd and for (anonymous namespace)::Etcd; `std::string` stays.
std::string type_name(const std::type_info& type);

// `{"etcd", "workers"}` from `(Etcd& etcd, std::map<int, int> workers)`; an unnamed one is empty.
std::vector<std::string> parameter_names(std::string_view text);

}  // namespace dyntest::runner

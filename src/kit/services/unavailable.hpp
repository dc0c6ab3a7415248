// What the short forms of the services, and the fixture Http, throw when nobody answers.
//
// Why a throw: a test that says `!etcd.get(key).has_value()` must fail, not pass, when etcd is
// dead. Code that wants to handle the failure uses the service's client(), which returns results.
#pragma once

#include <stdexcept>
#include <type_traits>
#include <utility>

#include "foundation/base/error.hpp"

namespace dyntest::services {

class Unavailable : public std::runtime_error {
 public:
  explicit Unavailable(const base::Error& error) : std::runtime_error{error.text()} {}
};

template <class T>
T value_or_throw(base::Result<T> result) {
  if (!result) throw Unavailable{result.error()};
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

}  // namespace dyntest::services

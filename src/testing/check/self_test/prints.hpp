// What a value is printed as.
#pragma once

#include <string>

#include "harness.hpp"
#include "testing/check/check.hpp"

namespace self_test {

template <class T>
void prints(const T& value, const std::string& expected) {
  dyntest::check::Sink sink;
  dyntest::check::print(sink, value);
  expect("print", {sink.written().data, sink.written().size}, expected);
}

}  // namespace self_test

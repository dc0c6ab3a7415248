// Mock<R(P...)>: a callable that a test hands to the code under test, with the programming and the
// questions of a patch (double.hpp).
//
//   Mock<int(std::string)> on_token{"on_token"};
//   on_token.returns(1).then_raises(Closed{});
//   stream(on_token);                      // also where a std::function<int(std::string)> is
//   wanted on_token.assert_called_once_with("a");
//
// A Mock is a handle: copies are the same mock, and it lives as long as its last copy.
#pragma once

#include <memory>

#include "testing/doubles/double.hpp"

namespace dyntest::doubles {

template <class Function>
class Mock;

template <class R, class... P>
class Mock<R(P...)> : public Double<false, void, R, P...> {
 public:
  // `name` as failures show it.
  explicit Mock(std::string name = "mock", Where where = Where::here())
      : Double<false, void, R, P...>{std::move(name), where,
                                     std::make_shared<detail::Unprogrammed<R, void, P...>>()} {}

  R operator()(P... argument) const { return this->call(nullptr, argument...); }

  // Mocks have nothing that they stand in front of but what they are given: calls(fn).
  void wraps() = delete;
  void then_wraps() = delete;
};

}  // namespace dyntest::doubles

#ifndef DYNTEST_NO_SHORT_MACROS
using dyntest::doubles::Mock;
#endif

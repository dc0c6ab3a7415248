// Mock<R(P...)>, and what a double says when a question is answered with no.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "conftest.hpp"
#include "testing/doubles/mock.hpp"

using dyntest::doubles::any;

namespace {

struct Closed {};

// Failures that are recorded while it lives. For one thread.
class Recorded final : public dyntest::check::Listener {
 public:
  Recorded() : before_{dyntest::check::listen(this)} {}
  Recorded(const Recorded&) = delete;
  Recorded& operator=(const Recorded&) = delete;
  ~Recorded() { dyntest::check::listen(before_); }
  void failed(const dyntest::check::Failure& failure) override {
    text.assign(failure.message.data, failure.message.size);
    line = failure.site.line;
  }
  std::string text;
  int line = 0;

 private:
  dyntest::check::Listener* before_;
};

// What a failing question says.
template <class Ask>
std::string failure_of(Ask ask) {
  Recorded recorded;
  try {
    ask();
  } catch (const dyntest::check::StopTest&) {
    return recorded.text;
  }
  return "it passed";
}

}  // namespace

TEST(is_a_function_and_its_copies_are_the_same_mock) {
  Mock<int(std::string, std::unique_ptr<int>)> on_token{"on_token"};
  on_token.returns(1).then_returns(2);
  const std::function<int(std::string, std::unique_ptr<int>)> function = on_token;
  CHECK(function("a", nullptr) == 1);
  CHECK(on_token("b", std::make_unique<int>(1)) == 2);
  on_token.assert_called_times(2);
  on_token.assert_called_with("b", any);
}

TEST(raises_and_calls) {
  Mock<int(int)> mock;
  mock.raises(Closed{}).then_calls([](int n) { return n * 2; });
  bool raised = false;
  try {
    mock(1);
  } catch (const Closed&) {
    raised = true;
  }
  CHECK(raised);
  CHECK(mock(4) == 8);
}

TEST(compares_arguments_by_value_and_with_approx) {
  Mock<void(unsigned, double, std::vector<int>)> mock;
  mock(3, 0.1 + 0.2, {1, 2});
  mock.assert_called_once_with(3, approx(0.3), std::vector{1, 2});
}

TEST(failure_lists_the_calls) {
  Mock<void(std::string, int)> fetch{"fetch"};
  fetch("a", 1);
  fetch("b", 2);
  CHECK(failure_of([&] { fetch.assert_called_with("b", 3); }) ==
        "expected call not found.\nExpected: fetch(\"b\", 3)\n  Actual: fetch(\"b\", 2)\n"
        "Calls:\n  1. fetch(\"a\", 1)\n  2. fetch(\"b\", 2)");
  CHECK(failure_of([&] { fetch.assert_any_call("a", any); }) == "it passed");
  CHECK(failure_of([&] { fetch.assert_any_call(any, 3); }) ==
        "fetch(any, 3) call not found.\nCalls:\n  1. fetch(\"a\", 1)\n  2. fetch(\"b\", 2)");
}

TEST(every_question_can_be_answered_with_no) {
  Mock<void(int)> mock{"m"};
  CHECK(failure_of([&] { mock.assert_called(); }) == "Expected 'm' to have been called.");
  CHECK(failure_of([&] { mock.assert_called_once(); }) ==
        "Expected 'm' to have been called once. Called 0 times.");
  CHECK(failure_of([&] { mock.assert_called_with(1); }) ==
        "expected call not found.\nExpected: m(1)\n  Actual: not called");
  CHECK(failure_of([&] { mock.call_args(); }) == "'m' was not called.");
  CHECK(failure_of([&] { mock.assert_not_called(); }) == "it passed");
  mock(7);
  CHECK(failure_of([&] { mock.assert_not_called(); }) ==
        "Expected 'm' to not have been called. Called once.\nCalls:\n  1. m(7)");
  CHECK(failure_of([&] { mock.assert_called_times(3); }) ==
        "Expected 'm' to have been called 3 times. Called once.\nCalls:\n  1. m(7)");
  CHECK(failure_of([&] { mock.assert_called_once_with(8); }) ==
        "expected call not found.\nExpected: m(8)\n  Actual: m(7)\nCalls:\n  1. m(7)");
  CHECK(failure_of([&] { mock.call_args(1); }) ==
        "'m' has no call with the number 1, the first being 0.\nCalls:\n  1. m(7)");
}

TEST(failure_stands_at_the_line_of_the_question) {
  Mock<void()> mock;
  Recorded recorded;
  const int line = __LINE__ + 2;
  try {
    mock.assert_called_once();
  } catch (const dyntest::check::StopTest&) {
    CHECK(recorded.line == line);
  }
}

TEST(counts_more_calls_than_it_keeps) {
  Mock<void(int)> mock;
  const int calls = 100'005;
  for (int i = 0; i < calls; ++i) mock(i);
  mock.assert_called_times(100'005);
  mock.assert_called_with(calls - 1);
  mock.assert_any_call(17);
}

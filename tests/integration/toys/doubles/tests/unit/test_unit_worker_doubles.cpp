#include <string>

#include "conftest.hpp"
#include "testing/doubles/mock.hpp"
#include "testing/doubles/patch.hpp"

struct Engine {
  virtual int start();
  virtual ~Engine() = default;
};
int Engine::start() { return 1; }

int ping(int n) { return n; }
static int helper(int n) { return n; }

TEST(asks_for_another_call) {
  Mock<int(std::string, int)> fetch{"fetch"};
  fetch("a", 1);
  fetch("b", 2);
  fetch.assert_any_call("a", 1);
  fetch.assert_called_with("b", 3);
}

TEST(asks_for_another_count) {
  Mock<void()> on_token{"on_token"};
  on_token();
  on_token();
  on_token.assert_called_once();
}

TEST(patches_what_was_compiled_without) { auto service = patch(&ping); }

TEST(patches_a_virtual_function) { auto service = patch(&Engine::start); }

TEST(patches_a_static_function) {
  auto service = patch(&helper);
  CHECK(helper(1) == 0);
}

TEST(gives_a_result_that_nobody_said) {
  Mock<int&(int)> counter{"counter"};
  ++counter(3);
}

// Prints the cost of one call in nanoseconds, best of 9 rounds: `<name> <figure>`.
#include <gmock/gmock.h>

#include <chrono>
#include <cstdio>
#include <trompeloeil.hpp>

#include "testing/doubles/mock.hpp"
#include "testing/doubles/patch.hpp"

int plain(int n);
int patchable(int n);

namespace {

template <class Call>
void measure(const char* name, int calls, Call call) {
  double best = 1e9;
  for (int round = 0; round < 9; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < calls; ++i) {
      int result = call(i);
      asm volatile("" : "+r"(result));
    }
    const std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - begin;
    if (time.count() / calls < best) best = time.count() / calls;
  }
  std::printf("%s %.2f\n", name, best);
}

struct Trompeloeil {
  MAKE_MOCK1(call, int(int));
};

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleMock(&argc, argv);
  constexpr int many = 10'000'000;
  constexpr int few = 20'000;
  measure("plain", many, [](int i) { return plain(i); });
  measure("patchable", many, [](int i) { return patchable(i); });
  {
    auto double_ = patch(&patchable);
    double_.returns(1);
    measure("patched", few, [&](int i) {
      if (i == 0) double_.reset();
      return patchable(i);
    });
  }
  measure("restored", many, [](int i) { return patchable(i); });
  Mock<int(int)> mock;
  mock.returns(1);
  measure("mock", few, [&](int i) {
    if (i == 0) mock.reset();
    return mock(i);
  });
  testing::MockFunction<int(int)> rival;
  EXPECT_CALL(rival, Call(testing::_)).WillRepeatedly(testing::Return(1));
  measure("gmock", few, [&](int i) { return rival.Call(i); });
  Trompeloeil trompeloeil;
  ALLOW_CALL(trompeloeil, call(trompeloeil::_)).RETURN(1);
  measure("trompeloeil", few, [&](int i) { return trompeloeil.call(i); });
}

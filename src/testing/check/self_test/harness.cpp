#include "harness.hpp"

#include <cstdio>

namespace self_test {
namespace {

using namespace dyntest::check;

class Collect final : public Listener {
 public:
  explicit Collect(std::string& messages) : messages_{messages} {}
  void failed(const Failure& failure) override {
    messages_.append(failure.message.data, failure.message.size) += '\n';
  }

 private:
  std::string& messages_;
};

std::string how_it_leaves(void (*body)()) {
  try {
    body();
    return "returned";
  } catch (const StopTest&) {
    return "StopTest";
  } catch (const SkipTest& skip) {
    return std::string{"SkipTest: "} + skip.reason;
  } catch (const XfailTest& xfail) {
    return std::string{"XfailTest: "} + xfail.reason;
  } catch (...) {
    return "foreign";
  }
}

}  // namespace

Outcome run(void (*body)()) {
  Outcome outcome;
  Collect collect{outcome.recorded};
  Listener* const before = listen(&collect);
  outcome.left_by = how_it_leaves(body);
  listen(before);
  return outcome;
}

void expect(const char* what, const std::string& actual, const std::string& expected) {
  if (actual == expected) return;
  ++failures;
  std::printf("FAILED %s\n--- expected\n%s\n--- actual\n%s\n", what, expected.c_str(),
              actual.c_str());
}

}  // namespace self_test

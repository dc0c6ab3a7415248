#include "testing/builtin/request.hpp"

#include "testing/check/test.hpp"

namespace dyntest::builtin {
namespace {

const model::Item* current = nullptr;

}  // namespace

void set_current_test(const model::Item* item) { current = item; }

std::string current_test_id() { return current == nullptr ? std::string{} : current->id(); }

}  // namespace dyntest::builtin

using dyntest::builtin::Request;

DYNTEST_FIXTURE(
    Request, doc("What the running test knows about itself: its id, its marks, its parameters.")) {
  return Request{*dyntest::builtin::current};
}

#include "testing/check/record.hpp"

#include <atomic>
#include <cstdio>
#include <string_view>

namespace dyntest::check {
namespace {

class PrintToStderr final : public Listener {
 public:
  void failed(const Failure& failure) override {
    std::fprintf(stderr, "%s:%d: %.*s\n", failure.site.file, failure.site.line,
                 static_cast<int>(failure.message.size), failure.message.data);
  }
};

PrintToStderr print_to_stderr;
std::atomic<Listener*> current{&print_to_stderr};

}  // namespace

bool Text::contains(Text part) const {
  return std::string_view{data, size}.find({part.data, part.size}) != std::string_view::npos;
}

void record(const Failure& failure) { current.load()->failed(failure); }

void record_and_stop(const Failure& failure) {
  record(failure);
  throw StopTest{};
}

Listener* listen(Listener* listener) { return current.exchange(listener); }

}  // namespace dyntest::check

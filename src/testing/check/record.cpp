#include "testing/check/record.hpp"

#include <atomic>
#include <cstdio>
#include <string_view>

#include "testing/check/note.hpp"

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

void record(const Failure& failure) {
  if (innermost_note() == nullptr) return current.load()->failed(failure);
  Sink message;
  message.text(failure.message);
  for (const Note* note = innermost_note(); note != nullptr; note = note->outer()) {
    message.text("\n  with ");
    note->print(message);
  }
  current.load()->failed({failure.site, failure.macro, failure.expression, message.written()});
}

void record_and_stop(const Failure& failure) {
  record(failure);
  stop();
}

void stop() {
  current.load()->stopping();
  throw StopTest{};
}

Listener* listen(Listener* listener) { return current.exchange(listener); }

}  // namespace dyntest::check

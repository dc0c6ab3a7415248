#include "testing/check/note.hpp"

#include <string_view>

namespace dyntest::check {
namespace {

thread_local constinit const Note* innermost = nullptr;

}  // namespace

Note::Note(const char* text, Printable value) : text_{text}, value_{value}, outer_{innermost} {
  innermost = this;
}

Note::~Note() { innermost = outer_; }

void Note::print(Sink& sink) const {
  const std::string_view text{text_};
  if (text.starts_with('"')) {
    Sink literal;
    value_.print(literal, value_.value);
    const Text quoted = literal.written();
    sink.text({quoted.data + 1, quoted.size - 2});
    return;
  }
  sink.text(text);
  sink.text(": ");
  value_.print(sink, value_.value);
}

const Note* innermost_note() { return innermost; }

}  // namespace dyntest::check

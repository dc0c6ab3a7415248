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
  Sink value;
  value_.print(value, value_.value);
  const bool starts_a_line = value.written().size > 0 && value.written().data[0] == '\n';
  sink.text(text);
  sink.text(starts_a_line ? ":" : ": ");
  sink.text(value.written());
}

const Note* innermost_note() { return innermost; }

}  // namespace dyntest::check

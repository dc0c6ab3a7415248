// NOTE(value) and NOTE("text"): what a failure in this scope should tell as well.
//
//   for (const auto& request : requests) {
//     NOTE(request.id);                     request.id: 7
//     NOTE("while the fleet drains");
//     CHECK(router.route(request).worker == 0);
//   }
//
// Costs a pointer while nothing fails; a variable is shown with the value it has then. A note
// belongs to the thread that made it. Tables: testing/check/table.hpp.
//
// SHOW(value) is the value itself, and a note until its full expression ends: for what stands
// deeper in a check than its two operands, which are shown anyway.
//
//   CHECK(router.route(SHOW(prompt.tokens())).worker == 0 && SHOW(router.idle()) > 1);
#pragma once

#include "testing/check/print.hpp"

namespace dyntest::check {

// One line of context, in force until it is destroyed, last made first.
class Note {
 public:
  // `text` is the expression as written; a string literal is shown as it is.
  Note(const char* text, Printable value);
  Note(const Note&) = delete;
  Note& operator=(const Note&) = delete;
  ~Note();

  void print(Sink& sink) const;
  const Note* outer() const { return outer_; }

 private:
  const char* text_;
  Printable value_;
  const Note* outer_;
};

// The innermost note of this thread; null if there is none.
const Note* innermost_note();

namespace detail {

// Holds what a NOTE shows: borrowed from an lvalue, kept from a temporary.
template <class T>
struct Noted {
  T value;
  Note note;
  template <class From>
  Noted(const char* text, From&& from)
      : value(static_cast<From&&>(from)), note{text, printable(value)} {}
  T&& pass() { return static_cast<T&&>(value); }
};
template <class T>
Noted(const char*, T&&) -> Noted<T>;

}  // namespace detail
}  // namespace dyntest::check

#define DYNTEST_DETAIL_NOTE_NAME(line) dyntest_note_##line
#define DYNTEST_DETAIL_NOTE(line, text, ...)                                              \
  [[maybe_unused]] const ::dyntest::check::detail::Noted DYNTEST_DETAIL_NOTE_NAME(line) { \
    text, __VA_ARGS__                                                                     \
  }

#define DYNTEST_NOTE(...) DYNTEST_DETAIL_NOTE(__LINE__, #__VA_ARGS__, __VA_ARGS__)

#define DYNTEST_DETAIL_SHOW(text, ...) (::dyntest::check::detail::Noted{text, __VA_ARGS__}.pass())
#define DYNTEST_SHOW(...) DYNTEST_DETAIL_SHOW(#__VA_ARGS__, __VA_ARGS__)

#ifndef DYNTEST_NO_SHORT_MACROS
#define NOTE(...) DYNTEST_DETAIL_NOTE(__LINE__, #__VA_ARGS__, __VA_ARGS__)
#define SHOW(...) DYNTEST_DETAIL_SHOW(#__VA_ARGS__, __VA_ARGS__)
#endif

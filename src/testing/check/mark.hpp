// Marks: what a test says about itself, as C++ constants. A misspelt one does not compile.
//
//   MARK(kv_router, "KV router component", component)      in a conftest.hpp, without a semicolon
//
// Marks are looked up in class scope (a chain of structs that grows with every MARK), so that a
// namespace `planner` beside a mark `planner` is no ambiguity. They are evaluated at collection,
// not in static initialisation.
#pragma once

#include "testing/check/record.hpp"

namespace dyntest::check {

enum class Family { frequency, role, component, execution, resource };

struct MarkArgument {
  enum class Kind { none, boolean, integer, number, text };
  const char* name = "";
  Kind kind = Kind::none;
  long long integer = 0;
  double number = 0;
  Text text;
};

// A mark with its arguments. Texts are borrowed until it is collected.
struct Mark {
  static constexpr int arguments_max = 4;

  const char* name;
  MarkArgument arguments[arguments_max] = {};
  int count = 0;
  // xfail only: whether the exception being handled is the expected one.
  bool (*raises)() = nullptr;

  constexpr Mark with(const char* key, long long value) const {
    return add({key, MarkArgument::Kind::integer, value, 0, {}});
  }
  constexpr Mark with_number(const char* key, double value) const {
    return add({key, MarkArgument::Kind::number, 0, value, {}});
  }
  constexpr Mark with_flag(const char* key, bool value) const {
    return add({key, MarkArgument::Kind::boolean, value ? 1 : 0, 0, {}});
  }
  constexpr Mark with_text(const char* key, Text value) const {
    return add({key, MarkArgument::Kind::text, 0, 0, value});
  }

 private:
  constexpr Mark add(MarkArgument argument) const {
    Mark copy = *this;
    copy.arguments[copy.count++] = argument;
    return copy;
  }
};

template <class Exception>
bool is_handling() {
  try {
    throw;
  } catch (const Exception&) {
    return true;
  } catch (...) {
    return false;
  }
}

// xfail("bug 12").strict().raises<KeyError>().no_run()
struct XfailMark : Mark {
  constexpr explicit XfailMark(Text reason) : Mark{Mark{"xfail"}.with_text("reason", reason)} {}
  constexpr XfailMark strict(bool on = true) const { return XfailMark{with_flag("strict", on)}; }
  constexpr XfailMark no_run() const { return XfailMark{with_flag("run", false)}; }
  template <class Exception>
  constexpr XfailMark raises() const {
    XfailMark copy = *this;
    copy.Mark::raises = &is_handling<Exception>;
    return copy;
  }

 private:
  constexpr explicit XfailMark(const Mark& mark) : Mark{mark} {}
};

// A number of seconds from a number or from anything like std::chrono::duration.
template <class Time>
constexpr double to_seconds(const Time& time) {
  if constexpr (requires { time.count(); })
    return static_cast<double>(time.count()) * static_cast<double>(Time::period::num) /
           static_cast<double>(Time::period::den);
  else
    return static_cast<double>(time);
}

// flaky(2).delay(0.5).backoff(2)
struct FlakyMark : Mark {
  constexpr explicit FlakyMark(long long reruns) : Mark{Mark{"flaky"}.with("reruns", reruns)} {}
  // Before the second attempt.
  template <class Time>
  constexpr FlakyMark delay(const Time& time) const {
    return FlakyMark{with_number("delay", to_seconds(time))};
  }
  // Each further pause is so many times longer.
  constexpr FlakyMark backoff(double factor) const {
    return FlakyMark{with_number("backoff", factor)};
  }

 private:
  constexpr explicit FlakyMark(const Mark& mark) : Mark{mark} {}
};

// A declared mark, listed by --markers.
struct MarkEntry {
  const char* name;
  const char* description;
  Family family;
};

template <int N>
struct Rank : Rank<N - 1> {};
template <>
struct Rank<0> {};
inline constexpr int marks_max = 200;

// The end of the chain: the marks that every suite has.
struct BuiltinWords {
  static constexpr int depth = 0;

  static constexpr Mark pre_merge{"pre_merge"}, post_merge{"post_merge"}, nightly{"nightly"},
      weekly{"weekly"};
  static constexpr Mark unit{"unit"}, integration{"integration"}, e2e{"e2e"}, stress{"stress"},
      benchmark{"benchmark"};
  static constexpr Mark slow{"slow"};

  static constexpr Mark skip(Text reason) { return Mark{"skip"}.with_text("reason", reason); }
  static constexpr Mark skip_if(bool condition, Text reason) {
    return Mark{"skip_if"}.with_flag("condition", condition).with_text("reason", reason);
  }
  static constexpr XfailMark xfail(Text reason) { return XfailMark{reason}; }
  template <class Time>
  static constexpr Mark timeout(const Time& time) {
    return Mark{"timeout"}.with_number("seconds", to_seconds(time));
  }
  template <class Time>
  static constexpr Mark slow_after(const Time& time) {
    return Mark{"slow_after"}.with_number("seconds", to_seconds(time));
  }
  static constexpr FlakyMark flaky(long long reruns) { return FlakyMark{reruns}; }
  // `until`: its last day, as 2027-01-31.
  static constexpr Mark quarantine(Text ticket, Text until) {
    return Mark{"quarantine"}.with_text("ticket", ticket).with_text("until", until);
  }
  // `test`: a node id, or what follows the path in one of this file; see select/depends_on.hpp.
  static constexpr Mark depends_on(Text test) { return Mark{"depends_on"}.with_text("test", test); }
  static constexpr Mark gpu(long long n) { return Mark{"gpu"}.with("n", n); }
  static constexpr Mark vram(double gib) { return Mark{"vram"}.with_number("gib", gib); }
  static constexpr Mark cpu(long long n) { return Mark{"cpu"}.with("n", n); }
  static constexpr Mark lock(Text name) { return Mark{"lock"}.with_text("name", name); }
  static constexpr Mark exclusive{"exclusive"};
  static constexpr Mark isolated{"isolated"};
  static constexpr Mark network{"network"};
  static constexpr Mark may_leak{"may_leak"};
};

namespace {
// Never called: overload resolution picks the end of the chain as declared so far.
[[maybe_unused]] BuiltinWords words_here(Rank<0>) { return {}; }
}  // namespace

}  // namespace dyntest::check

// In front of a constant: it stands in this section even though no code mentions it.
#define DYNTEST_LISTED(name) [[gnu::section(#name), gnu::used]]

#define DYNTEST_WORDS_HERE \
  decltype(::dyntest::check::words_here(::dyntest::check::Rank<::dyntest::check::marks_max>{}))

#define DYNTEST_MARK(mark, mark_description, mark_family)                                       \
  namespace dyntest::check {                                                                    \
  namespace {                                                                                   \
  struct mark##_words : decltype(words_here(Rank<marks_max>{})) {                               \
    static constexpr int depth = decltype(words_here(Rank<marks_max>{}))::depth + 1;            \
    static constexpr Mark mark{#mark};                                                          \
  };                                                                                            \
  [[maybe_unused]] mark##_words words_here(Rank<mark##_words::depth>) { return {}; }            \
  constexpr MarkEntry mark##_mark_entry{#mark, mark_description, Family::mark_family};          \
  DYNTEST_LISTED(dyntest_marks) const MarkEntry* const mark##_mark_listed = &mark##_mark_entry; \
  }                                                                                             \
  }

#ifndef DYNTEST_NO_SHORT_MACROS
#define MARK(mark, mark_description, mark_family) DYNTEST_MARK(mark, mark_description, mark_family)
#endif

#include "testing/check/entry.hpp"

#include <charconv>
#include <utility>

namespace dyntest::check {
namespace {

// Constant-initialised, so they are there before the first entry.
constinit const TestEntry* tests = nullptr;
constinit const FixtureEntry* fixtures = nullptr;
constinit const MarkEntry* marks = nullptr;

template <class Number>
void write_number(Number value, void (*sink)(void*, Text), void* context) {
  char digits[64];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  sink(context, Text{digits, static_cast<std::size_t>(end - digits)});
}

}  // namespace

TestEntry::TestEntry(Site place, const char* test, Parameters wants, void (*say)(Description&),
                     void (*body)(void*, void* const*), const ClassOps* ops)
    : site{place},
      name{test},
      parameters{wants},
      describe{say},
      run{body},
      of_class{ops},
      next{std::exchange(tests, this)} {}

FixtureEntry::FixtureEntry(Site place, const std::type_info& made, Parameters wants,
                           FixtureOptions how, Built (*make)(Site, void* const*),
                           void (*end)(void*))
    : site{place},
      type{&made},
      parameters{wants},
      options{how},
      build{make},
      teardown{end},
      next{std::exchange(fixtures, this)} {}

MarkEntry::MarkEntry(const char* mark, const char* text, Family kind)
    : name{mark}, description{text}, family{kind}, next{std::exchange(marks, this)} {}

const TestEntry* first_test() { return tests; }
const FixtureEntry* first_fixture() { return fixtures; }
const MarkEntry* first_mark() { return marks; }

void id_of(bool value, void (*sink)(void*, Text), void* context) {
  sink(context, value ? "true" : "false");
}
void id_of(long long value, void (*sink)(void*, Text), void* context) {
  write_number(value, sink, context);
}
void id_of(unsigned long long value, void (*sink)(void*, Text), void* context) {
  write_number(value, sink, context);
}
void id_of(double value, void (*sink)(void*, Text), void* context) {
  write_number(value, sink, context);
}

}  // namespace dyntest::check

#include "testing/check/entry.hpp"

#include <charconv>

// The linker's names for the ends of the lists; null where an executable has no entry of a kind.
#define DYNTEST_LIST(Entry, section)                                              \
  extern "C" const dyntest::check::Entry* const __start_##section[] DYNTEST_HERE; \
  extern "C" const dyntest::check::Entry* const __stop_##section[] DYNTEST_HERE
#define DYNTEST_HERE __attribute__((weak, visibility("hidden")))
DYNTEST_LIST(TestEntry, dyntest_tests);
DYNTEST_LIST(FixtureEntry, dyntest_fixtures);
DYNTEST_LIST(FileEntry, dyntest_files);
DYNTEST_LIST(MarkEntry, dyntest_marks);
DYNTEST_LIST(SettingEntry, dyntest_settings);

namespace dyntest::check {
namespace {

template <class Number>
void write_number(Number value, void (*sink)(void*, Text), void* context) {
  char digits[64];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  sink(context, Text{digits, static_cast<std::size_t>(end - digits)});
}

}  // namespace

Entries<TestEntry> tests() { return {__start_dyntest_tests, __stop_dyntest_tests}; }
Entries<FixtureEntry> fixtures() { return {__start_dyntest_fixtures, __stop_dyntest_fixtures}; }
Entries<FileEntry> files() { return {__start_dyntest_files, __stop_dyntest_files}; }
Entries<MarkEntry> marks() { return {__start_dyntest_marks, __stop_dyntest_marks}; }
Entries<SettingEntry> settings() { return {__start_dyntest_settings, __stop_dyntest_settings}; }

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

// What the macros leave behind for the runner: one constant for each test, fixture and mark of the
// program. A pointer to each stands in a section of the executable of its kind's name, so that the
// linker makes the lists: no code runs before main, and a test costs its file next to nothing.
#pragma once

#include "testing/check/description.hpp"
#include "testing/check/setting.hpp"

namespace dyntest::check {

// How to make and use the object that a TEST_F is a member of. One for each test.
struct ClassOps {
  const char* name;
  void (*describe)(Description&);  // null if there is nothing to say
  // Types of the constructor's parameters, all fixtures; valid after static initialisation.
  const std::type_info* const* fixtures;
  const int* fixture_count;
  void* (*make)(void* const* fixtures);
  void (*setup)(void* object);     // null if it has no setup_method
  void (*teardown)(void* object);  // null if it has no teardown_method
  void (*destroy)(void* object);
};

struct TestEntry {
  Site site;
  const char* name;
  void (*describe)(Description&);  // null if there is nothing to say
  void (*plain)();                 // the body of a test that asks for nothing; else null
  void (*with_arguments)(void* object, void* const* arguments) = nullptr;
  Parameters parameters = {};
  const ClassOps* of_class = nullptr;

  void run(void* object, void* const* arguments) const {
    plain != nullptr ? plain() : with_arguments(object, arguments);
  }
};

// A fixture's object with its owner.
struct Built {
  void* object = nullptr;  // a T*
  void* owner = nullptr;   // what destroy frees
  void (*destroy)(void* owner) = nullptr;
};

// How others use an object that one process holds (hosting.hpp).
struct Hosting {
  // Calls take(to, handle).
  void (*hand_over)(const void* object, void (*take)(void* to, Text bytes), void* to);
  Built (*attach)(Site site, Text handle);        // throws what T::attach throws
  void (*check_health)(Site site, void* object);  // records and throws; null: taken to be well
};

struct FixtureEntry {
  Site site;
  const std::type_info* type;
  Parameters parameters;
  void (*describe)(Description&);                     // null if there is nothing to say
  Built (*build)(Site site, void* const* arguments);  // throws what the body throws
  void (*teardown)(void* object);                     // null if T has no teardown()
  const Hosting* hosting;                             // null if T cannot be hosted
  // Calls take(to, line) for each of T::leftovers(); throws what that throws. Null if T has none.
  void (*leftovers)(void* object, void (*take)(void* to, Text line), void* to);
};

// What FILE_MARKS says of all tests of its file.
struct FileEntry {
  Site site;
  void (*describe)(Description&);
};

// What an executable holds of a kind; files in the order in which they were linked.
template <class Entry>
struct Entries {
  const Entry* const* first;
  const Entry* const* last;
  const Entry* const* begin() const { return first; }
  const Entry* const* end() const { return last; }
};

Entries<TestEntry> tests();
Entries<FixtureEntry> fixtures();
Entries<FileEntry> files();
Entries<MarkEntry> marks();
Entries<SettingEntry> settings();

}  // namespace dyntest::check

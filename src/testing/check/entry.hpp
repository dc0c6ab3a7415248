// What the macros leave behind for the runner: one entry for each test and fixture of the program,
// in lists that are filled in static initialisation and only read afterwards.
#pragma once

#include "testing/check/cases.hpp"
#include "testing/check/mark.hpp"
#include "testing/check/parameters.hpp"

namespace dyntest::check {

enum class Scope { function, class_, file, folder, session, run };

// How to make and use the object that a TEST_F is a member of. One for each test.
struct ClassOps {
  const char* name;
  // Types of the constructor's parameters, all fixtures; valid after static initialisation.
  const std::type_info* const* fixtures;
  const int* fixture_count;
  void* (*make)(void* const* fixtures);
  void (*setup)(void* object);     // null if it has no setup_method
  void (*teardown)(void* object);  // null if it has no teardown_method
  void (*destroy)(void* object);
};

struct TestEntry {
  TestEntry(Site site, const char* name, Parameters parameters, void (*describe)(Description&),
            void (*run)(void* object, void* const* arguments), const ClassOps* of_class = nullptr);

  Site site;
  const char* name;
  Parameters parameters;
  void (*describe)(Description&);  // null if there is nothing to say
  void (*run)(void* object, void* const* arguments);
  const ClassOps* of_class;
  const TestEntry* next;
};

// A fixture's object with its owner.
struct Built {
  void* object = nullptr;  // a T*
  void* owner = nullptr;   // what destroy frees
  void (*destroy)(void* owner) = nullptr;
};

struct FixtureOptions {
  Scope scope = Scope::function;
  bool autouse = false;
  bool of_asker = false;  // each fixture that asks gets one of its own, which lives as long as it
};

struct FixtureEntry {
  FixtureEntry(Site site, const std::type_info& type, Parameters parameters, FixtureOptions options,
               Built (*build)(Site site, void* const* arguments), void (*teardown)(void* object));

  Site site;
  const std::type_info* type;
  Parameters parameters;
  FixtureOptions options;
  Built (*build)(Site site, void* const* arguments);  // throws what the body throws
  void (*teardown)(void* object);                     // null if T has no teardown()
  const FixtureEntry* next;
};

// The lists, last registered first.
const TestEntry* first_test();
const FixtureEntry* first_fixture();

}  // namespace dyntest::check

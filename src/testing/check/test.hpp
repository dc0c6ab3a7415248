// TEST, TEST_CLASS, TEST_F and FILE_MARKS.
//
//   TEST(name, (Etcd& etcd, int n)?, marks…) { … }
//   TEST_CLASS(TestPlanner, marks…) { public: explicit TestPlanner(Etcd&); void setup_method(); …
//   }; TEST_F(TestPlanner, name, (…)?, marks…) { … a member of TestPlanner … } FILE_MARKS(slow,
//   use<Etcd>);
//
// A test becomes a static member `name_test::run` of a type in an unnamed namespace: a stack trace
// shows it, and it cannot clash with a function of the code under test. Nothing of a test happens
// in static initialisation.
#pragma once

#include "testing/check/entry.hpp"
#include "testing/check/fixture.hpp"
#include "testing/check/test_class.hpp"

namespace dyntest::check {

// Run functions of the entries.
template <class... P, int... I>
void run_spread(void (*run)(P...), void* const* arguments, Indices<I...>) {
  run(*static_cast<std::remove_reference_t<P>*>(arguments[I])...);
}
template <class Test>
void run_with_arguments(void*, void* const* arguments) {
  run_spread(&Test::run, arguments, IndicesTo<Signature<decltype(Test::run)>::size>{});
}
template <class D>
void run_member(void* object, void* const* arguments) {
  Signature<decltype(D::parameters)>::call(
      [object](auto&... argument) { static_cast<D*>(object)->run(argument...); }, arguments);
}

}  // namespace dyntest::check

#define DYNTEST_TEST(name, ...) \
  DYNTEST_JOIN(DYNTEST_TEST_, DYNTEST_HAS_PARAMETERS(__VA_ARGS__))(name __VA_OPT__(, ) __VA_ARGS__)
#define DYNTEST_TEST_0(name, ...) \
  DYNTEST_DEFINE_TEST(name, (), (&name##_test::run)__VA_OPT__(, ) __VA_ARGS__)
#define DYNTEST_TEST_1(name, wanted, ...)                                                  \
  DYNTEST_DEFINE_TEST(                                                                     \
      name, wanted,                                                                        \
      (nullptr, &::dyntest::check::run_with_arguments<name##_test>,                        \
       ::dyntest::check::parameters_of<decltype(name##_test::run)>(#wanted))__VA_OPT__(, ) \
          __VA_ARGS__)
#define DYNTEST_DEFINE_TEST(test, wanted, how, ...)                                                \
  DYNTEST_NOT_IN_A_HEADER("TEST");                                                                 \
  namespace {                                                                                      \
  struct test##_test {                                                                             \
    static void run wanted;                                                                        \
    DYNTEST_DESCRIBE(decltype(run) __VA_OPT__(, ) __VA_ARGS__)                                     \
    static const ::dyntest::check::TestEntry dyntest_entry;                                        \
    static const ::dyntest::check::TestEntry* const dyntest_listed;                                \
  };                                                                                               \
  constinit const ::dyntest::check::TestEntry test##_test::dyntest_entry{                          \
      {__FILE__, __LINE__}, #test, DYNTEST_DESCRIBE_POINTER(__VA_ARGS__), DYNTEST_BARE how};       \
  DYNTEST_LISTED(dyntest_tests)                                                                    \
  constinit const ::dyntest::check::TestEntry* const test##_test::dyntest_listed = &dyntest_entry; \
  }                                                                                                \
  void test##_test::run wanted

#define DYNTEST_TEST_CLASS(name, ...)                                                          \
  DYNTEST_NOT_IN_A_HEADER("TEST_CLASS");                                                       \
  namespace name##_of_this_file {                                                              \
    inline namespace {                                                                         \
    class name;                                                                                \
    __VA_OPT__(                                                                                \
        struct name##_said {                                                                   \
          DYNTEST_DESCRIBE(void(), __VA_ARGS__)                                                \
          static constexpr void (*pointer)(::dyntest::check::Description&) = &Words::describe; \
        };                                                                                     \
        [[maybe_unused]] name##_said dyntest_describe(name*) { return {}; })                   \
    }                                                                                          \
  }                                                                                            \
  using name##_of_this_file::name;                                                             \
  class name##_of_this_file::name

// Marks, and fixtures with use<>, for all tests of this file; once a file, with a semicolon.
#define DYNTEST_FILE_MARKS(...)                                                          \
  DYNTEST_NOT_IN_A_HEADER("FILE_MARKS");                                                 \
  namespace {                                                                            \
  struct dyntest_file_said {                                                             \
    DYNTEST_DESCRIBE(void(), __VA_ARGS__)                                                \
    static const ::dyntest::check::FileEntry dyntest_entry;                              \
    static const ::dyntest::check::FileEntry* const dyntest_listed;                      \
  };                                                                                     \
  constinit const ::dyntest::check::FileEntry dyntest_file_said::dyntest_entry{          \
      {__FILE__, __LINE__}, &Words::describe};                                           \
  DYNTEST_LISTED(dyntest_files)                                                          \
  constinit const ::dyntest::check::FileEntry* const dyntest_file_said::dyntest_listed = \
      &dyntest_entry;                                                                    \
  }                                                                                      \
  static_assert(true)

#define DYNTEST_TEST_F(test_class, name, ...)                        \
  DYNTEST_JOIN(DYNTEST_TEST_F_, DYNTEST_HAS_PARAMETERS(__VA_ARGS__)) \
  (test_class, name __VA_OPT__(, ) __VA_ARGS__)
#define DYNTEST_TEST_F_0(test_class, name, ...) \
  DYNTEST_DEFINE_TEST_F(test_class, name, () __VA_OPT__(, ) __VA_ARGS__)
#define DYNTEST_TEST_F_1(test_class, name, ...) DYNTEST_DEFINE_TEST_F(test_class, name, __VA_ARGS__)
#define DYNTEST_DEFINE_TEST_F(test_class, test, wanted, ...)                                      \
  DYNTEST_NOT_IN_A_HEADER("TEST_F");                                                              \
  static_assert(std::is_same_v<test_class, test_class##_of_this_file::test_class>,                \
                "declare the class in this file, with TEST_CLASS(" #test_class ")");              \
  namespace {                                                                                     \
  struct test_class##_##test##_test final : test_class {                                          \
    using test_class::test_class;                                                                 \
    static constexpr const char* class_name = #test_class;                                        \
    static void parameters wanted;                                                                \
    void run wanted;                                                                              \
    DYNTEST_DESCRIBE(decltype(parameters) __VA_OPT__(, ) __VA_ARGS__)                             \
    static const ::dyntest::check::TestEntry dyntest_entry;                                       \
    static const ::dyntest::check::TestEntry* const dyntest_listed;                               \
  };                                                                                              \
  constinit const ::dyntest::check::TestEntry test_class##_##test##_test::dyntest_entry{          \
      {__FILE__, __LINE__},                                                                       \
      #test,                                                                                      \
      DYNTEST_DESCRIBE_POINTER(__VA_ARGS__),                                                      \
      nullptr,                                                                                    \
      &::dyntest::check::run_member<test_class##_##test##_test>,                                  \
      ::dyntest::check::parameters_of<decltype(test_class##_##test##_test::parameters)>(#wanted), \
      &::dyntest::check::class_ops<test_class, test_class##_##test##_test>};                      \
  DYNTEST_LISTED(dyntest_tests)                                                                   \
  constinit const ::dyntest::check::TestEntry* const test_class##_##test##_test::dyntest_listed = \
      &dyntest_entry;                                                                             \
  }                                                                                               \
  void test_class##_##test##_test::run wanted

#ifndef DYNTEST_NO_SHORT_MACROS
#define TEST(name, ...) DYNTEST_TEST(name __VA_OPT__(, ) __VA_ARGS__)
#define TEST_CLASS(name, ...) DYNTEST_TEST_CLASS(name __VA_OPT__(, ) __VA_ARGS__)
#define FILE_MARKS(...) DYNTEST_FILE_MARKS(__VA_ARGS__)
#define TEST_F(test_class, name, ...) DYNTEST_TEST_F(test_class, name __VA_OPT__(, ) __VA_ARGS__)
#endif

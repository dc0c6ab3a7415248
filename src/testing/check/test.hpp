// TEST, TEST_CLASS and TEST_F.
//
//   TEST(name, (Etcd& etcd, int n)?, marks…) { … }
//   TEST_CLASS(TestPlanner) { public: explicit TestPlanner(Etcd&); void setup_method(); … };
//   TEST_F(TestPlanner, name, (…)?, marks…) { … a member of TestPlanner … }
//
// A test becomes a static member `name_test::run` of a type in an unnamed namespace: a stack trace
// shows it, and it cannot clash with a function of the code under test. Nothing of a test happens
// in static initialisation.
#pragma once

#include "testing/check/entry.hpp"
#include "testing/check/fixture.hpp"

namespace dyntest::check {

template <class C>
struct ClassFixtures {
  static constexpr int max = 8;
  static inline const std::type_info* types[max] = {};
  static inline int count = 0;
};

// Initialised before main for every fixture that a constructor asks for, because the conversion
// below mentions it: this is how the types of a constructor's parameters become known.
template <class C, int I, class T>
inline const bool registered = [] {
  ClassFixtures<C>::types[I] = &typeid(T);
  if (ClassFixtures<C>::count <= I) ClassFixtures<C>::count = I + 1;
  return true;
}();

// Stands for the I-th constructor argument of C (or of D, which inherits C's constructors).
template <class C, class D, int I>
struct ConstructorArgument {
  void* fixture = nullptr;
  template <class T>
    requires(!std::is_same_v<std::remove_cv_t<T>, C> && !std::is_same_v<std::remove_cv_t<T>, D>)
  operator T&() const {
    static_cast<void>(registered<C, I, T>);
    return *static_cast<T*>(fixture);
  }
};

template <class C, int... I>
constexpr bool constructible(Indices<I...>) {
  return std::is_constructible_v<C, ConstructorArgument<C, C, I>...>;
}

template <class C, int N = 0>
constexpr int constructor_size() {
  static_assert(N <= ClassFixtures<C>::max,
                "a TEST_CLASS is constructed from fixtures: TestX(Etcd& etcd, Nats& nats)");
  if constexpr (constructible<C>(typename MakeIndices<N>::type{}))
    return N;
  else
    return constructor_size<C, N + 1>();
}

template <class C, class D, int... I>
void* construct([[maybe_unused]] void* const* fixtures, Indices<I...>) {
  return new D(ConstructorArgument<C, D, I>{fixtures[I]}...);
}

template <class C, class D>
void* make_object(void* const* fixtures) {
  return construct<C, D>(fixtures, typename MakeIndices<constructor_size<C>()>::type{});
}

template <class D>
constexpr auto setup_of() -> void (*)(void*) {
  if constexpr (requires(D& object) { object.setup_method(); })
    return [](void* object) { static_cast<D*>(object)->setup_method(); };
  else
    return nullptr;
}

template <class D>
constexpr auto teardown_of() -> void (*)(void*) {
  if constexpr (requires(D& object) { object.teardown_method(); })
    return [](void* object) { static_cast<D*>(object)->teardown_method(); };
  else
    return nullptr;
}

template <class C, class D>
inline constexpr ClassOps class_ops{D::class_name,
                                    ClassFixtures<C>::types,
                                    &ClassFixtures<C>::count,
                                    &make_object<C, D>,
                                    setup_of<D>(),
                                    teardown_of<D>(),
                                    [](void* object) { delete static_cast<D*>(object); }};

// Run functions of the entries.
template <class Test>
void run_with_arguments(void*, void* const* arguments) {
  Signature<decltype(Test::run)>::call(&Test::run, arguments);
}
template <class D>
void run_member(void* object, void* const* arguments) {
  Signature<decltype(D::parameters)>::call(
      [object](auto&... argument) { static_cast<D*>(object)->run(argument...); }, arguments);
}

template <class Function>
struct ValuesOf;
template <class... P>
struct ValuesOf<void(P...)> : ValueTypes<List<>, P...> {};

}  // namespace dyntest::check

// Is the first argument in parentheses? `DYNTEST_PROBE (…)` becomes a list with 1 in second place.
#define DYNTEST_PROBE(...) ~, 1,
#define DYNTEST_SECOND(first, second, ...) second
#define DYNTEST_FIRST(first, ...) first
#define DYNTEST_EXPAND_SECOND(...) DYNTEST_SECOND(__VA_ARGS__)
#define DYNTEST_PROBE_FIRST(first, ...) DYNTEST_PROBE first
#define DYNTEST_HAS_PARAMETERS(...) DYNTEST_EXPAND_SECOND(DYNTEST_PROBE_FIRST(__VA_ARGS__, ), 0, ~)
#define DYNTEST_BARE(...) __VA_ARGS__
#define DYNTEST_JOIN_(a, b) a##b
#define DYNTEST_JOIN(a, b) DYNTEST_JOIN_(a, b)

#define DYNTEST_NOT_IN_A_HEADER(what)   \
  static_assert(__INCLUDE_LEVEL__ == 0, \
                what " belongs in a test file or a conftest.cpp, not in a header")

// Declares `struct describe` with the words behind the parameters, or nothing.
#define DYNTEST_DESCRIBE(function, ...)                                                   \
  __VA_OPT__(struct Words : DYNTEST_WORDS_HERE {                                              \
    static void describe(::dyntest::check::Description& description) {                        \
      using ::dyntest::check::cases, ::dyntest::check::cases_from, ::dyntest::check::row;     \
      ::dyntest::check::Describe<typename ::dyntest::check::ValuesOf<function>::type, 0>{     \
          description},                                                                       \
          __VA_ARGS__;                                                                    \
  }                                                                                       \
  }                                                                                       \
  ;)
#define DYNTEST_DESCRIBE_POINTER(...) DYNTEST_FIRST(__VA_OPT__(&Words::describe, ) nullptr, )

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

#define DYNTEST_TEST_CLASS(name)         \
  DYNTEST_NOT_IN_A_HEADER("TEST_CLASS"); \
  namespace name##_of_this_file {        \
    inline namespace {                   \
    class name;                          \
    }                                    \
  }                                      \
  using name##_of_this_file::name;       \
  class name##_of_this_file::name

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

#define DYNTEST_FIXTURE(type, ...)                                    \
  DYNTEST_JOIN(DYNTEST_FIXTURE_, DYNTEST_HAS_PARAMETERS(__VA_ARGS__)) \
  (DYNTEST_JOIN(fixture_at_line_, __LINE__), type __VA_OPT__(, ) __VA_ARGS__)
#define DYNTEST_FIXTURE_0(maker, type, ...) \
  DYNTEST_DEFINE_FIXTURE(maker, type, () __VA_OPT__(, ) __VA_ARGS__)
#define DYNTEST_FIXTURE_1(maker, type, ...) DYNTEST_DEFINE_FIXTURE(maker, type, __VA_ARGS__)
#define DYNTEST_DEFINE_FIXTURE(maker, fixture_type, wanted, ...)                                \
  DYNTEST_NOT_IN_A_HEADER("FIXTURE");                                                           \
  namespace {                                                                                   \
  struct maker {                                                                                \
    static void parameters wanted;                                                              \
    static auto make wanted;                                                                    \
    struct Words : ::dyntest::check::FixtureWords {                                             \
      static constexpr ::dyntest::check::FixtureOptions options() {                             \
        return (::dyntest::check::FixtureOptions {} __VA_OPT__(, ) __VA_ARGS__);                \
      }                                                                                         \
    };                                                                                          \
    static const ::dyntest::check::FixtureEntry dyntest_entry;                                  \
    static const ::dyntest::check::FixtureEntry* const dyntest_listed;                          \
  };                                                                                            \
  constinit const ::dyntest::check::FixtureEntry maker::dyntest_entry{                          \
      {__FILE__, __LINE__},                                                                     \
      &typeid(fixture_type),                                                                    \
      ::dyntest::check::parameters_of<decltype(maker::parameters)>(#wanted),                    \
      Words::options(),                                                                         \
      &::dyntest::check::build_fixture<fixture_type, maker>,                                    \
      ::dyntest::check::fixture_teardown<fixture_type>()};                                      \
  DYNTEST_LISTED(dyntest_fixtures)                                                              \
  constinit const ::dyntest::check::FixtureEntry* const maker::dyntest_listed = &dyntest_entry; \
  }                                                                                             \
  auto maker::make wanted

#ifndef DYNTEST_NO_SHORT_MACROS
#define TEST(name, ...) DYNTEST_TEST(name __VA_OPT__(, ) __VA_ARGS__)
#define TEST_CLASS(name) DYNTEST_TEST_CLASS(name)
#define TEST_F(test_class, name, ...) DYNTEST_TEST_F(test_class, name __VA_OPT__(, ) __VA_ARGS__)
#define FIXTURE(type, ...) DYNTEST_FIXTURE(type __VA_OPT__(, ) __VA_ARGS__)
#endif

// FIXTURE(T, (deps…, values…)?, scope, autouse, cases…) { return …; }
//
//   FIXTURE(Etcd, (TmpDir& dir), scope::session) { return Etcd::start(dir / "etcd"); }
//   FIXTURE(Plane, (std::string name), scope::file, cases("tcp", "nats")) { return Plane{name}; }
//
// The body returns T, std::unique_ptr<T> (interfaces, pinned objects) or a result of either
// (anything with has_value() and error()); a failed one is an error at set-up, with its chain.
// `void T::teardown()`, if it exists, runs first and may CHECK, REQUIRE or throw; the destructor
// only releases. `T::leftovers()`, if it exists, is asked behind each test that has used an object
// which lives on: it names what the test has left in there, a text each, and removes it.
//
// Scopes: function (the default), class_, file, folder (that of its conftest.cpp and below),
// session (one for each worker), run (one for all workers, in a process of its own: hosting.hpp),
// and asker: every fixture that asks for it gets one of its own, which lives as long as
// the asker (a temporary folder, an environment). A fixture with values is built once for each of
// its rows in turn; tests are put into an order in which wide ones are rarely rebuilt. A fixture
// belongs in a conftest.cpp (its folder and below), in a test file (that file) or in a library that
// is linked as objects (everyone). The nearest definition wins.
#pragma once

#include "testing/check/entry.hpp"
#include "testing/check/words.hpp"

namespace dyntest::check {

// What may stand behind the parameters of a FIXTURE, besides cases and, in a row, marks.
struct FixtureWords {
  struct scope {
    static constexpr Scope function = Scope::function, class_ = Scope::class_, file = Scope::file,
                           folder = Scope::folder, session = Scope::session, run = Scope::run;
    static constexpr OfAsker asker{};
  };
  static constexpr Autouse autouse{};
  // What --fixtures says; else the comment above the FIXTURE, if its source is at hand.
  static constexpr Doc doc(Text text) { return {text}; }
  // A set-up that fails is tried `count` times more, `delay` (seconds, or a duration) apart.
  template <class Time = double>
  static constexpr SetupRetries setup_retries(int count, const Time& delay = {}) {
    return {count, to_seconds(delay)};
  }
  // Where this variable is set, the fixture uses what it names, on the network of the machine: so
  // do its tests (mark network).
  static constexpr Reaches reaches(Text variable) { return {variable}; }
};

// The parameters of a fixture; its values can be given by tests.
template <class Function>
struct FixtureSignature;
template <class... P>
struct FixtureSignature<void(P...)> {
  template <class T>
  static constexpr Parameter parameter() {
    if constexpr (std::is_reference_v<T>)
      return {&typeid(T), true};
    else
      return {&typeid(T), false, &take_given<std::remove_cv_t<T>>,
              [](void* object) { delete static_cast<std::remove_cv_t<T>*>(object); }};
  }
  static constexpr Parameter list[] = {parameter<P>()..., {}};
};
template <class Function>
constexpr Parameters fixture_parameters(const char* text) {
  return {FixtureSignature<Function>::list, Signature<Function>::size, text};
}

// The text of a result's error: text(), what(), or the error itself if it is like a string.
template <class E>
[[noreturn]] void fixture_failed(Site site, const E& error) {
  if constexpr (requires { Text{error.text()}; })
    record_and_stop({site, "FIXTURE", "", Text{error.text()}});
  else if constexpr (requires { Text{error.what()}; })
    record_and_stop({site, "FIXTURE", "", Text{error.what()}});
  else if constexpr (requires { Text{error}; })
    record_and_stop({site, "FIXTURE", "", Text{error}});
  else
    record_and_stop({site, "FIXTURE", "", "the fixture's result holds an error without a text"});
}

template <class Owner>
void delete_owner(void* owner) {
  delete static_cast<Owner*>(owner);
}
template <class T, class Owner>
Built hold(Owner* owner, T* object) {
  return {const_cast<std::remove_const_t<T>*>(object), owner, &delete_owner<Owner>};
}

// Takes a prvalue of anything that a body may return; `make` is called in place, so T need not
// move.
template <class T, class Make>
Built build(Site site, Make make) {
  using Made = decltype(make());
  if constexpr (requires(Made made) { made.has_value(), made.error(); }) {
    auto made = make();
    if (!made.has_value()) fixture_failed(site, made.error());
    using Held = decltype(*static_cast<std::remove_cvref_t<Made>&&>(made));
    using Value =
        std::conditional_t<std::is_lvalue_reference_v<Held>, std::remove_reference_t<Held>&&, Held>;
    return build<T>(site, [&]() -> Value {
      return static_cast<Value>(*static_cast<std::remove_cvref_t<Made>&&>(made));
    });
  } else if constexpr (std::is_same_v<std::remove_cvref_t<Made>, T> ||
                       !requires(Made made) { static_cast<T*>(made.get()); }) {
    T* owner = new T(make());
    return hold(owner, owner);
  } else {
    using Pointer = std::remove_cvref_t<Made>;
    auto* owner = new Pointer(make());
    return hold(owner, static_cast<T*>(owner->get()));
  }
}

// A body that returns T is common: it goes the short way, which compiles faster.
template <class T, class Maker, class... P, int... I>
Built build_with(Site site, [[maybe_unused]] void* const* arguments, void (*)(P...),
                 Indices<I...>) {
  if constexpr (std::is_same_v<decltype(Maker::make(
                                   *static_cast<std::remove_reference_t<P>*>(arguments[I])...)),
                               T>) {
    T* owner = new T(Maker::make(*static_cast<std::remove_reference_t<P>*>(arguments[I])...));
    return {const_cast<std::remove_const_t<T>*>(owner), owner, &delete_owner<T>};
  } else {
    return build<T>(site, [&]() -> decltype(auto) {
      return Maker::make(*static_cast<std::remove_reference_t<P>*>(arguments[I])...);
    });
  }
}

// Instantiated at the end of the file, where the body's return type is known.
template <class T, class Maker>
Built build_fixture(Site site, void* const* arguments) {
  using Asks = decltype(Maker::parameters);
  return build_with<T, Maker>(site, arguments, static_cast<Asks*>(nullptr),
                              IndicesTo<Signature<Asks>::size>{});
}

template <class T>
void run_teardown(void* object) {
  static_cast<T*>(object)->teardown();
}
template <class T>
inline constexpr void (*fixture_teardown)(void*) = nullptr;
template <class T>
  requires requires(T& object) { object.teardown(); }
inline constexpr void (*fixture_teardown<T>)(void*) = &run_teardown<T>;

using TakeLine = void (*)(void* to, Text line);
template <class T>
void tell_leftovers(void* object, TakeLine take, void* to) {
  for (const auto& line : static_cast<T*>(object)->leftovers()) take(to, Text{line});
}
template <class T>
inline constexpr void (*fixture_leftovers)(void*, TakeLine, void*) = nullptr;
template <class T>
  requires requires(T& object) { object.leftovers(); }
inline constexpr void (*fixture_leftovers<T>)(void*, TakeLine, void*) = &tell_leftovers<T>;

}  // namespace dyntest::check

#include "testing/check/hosting.hpp"

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
    DYNTEST_DESCRIBE_WITH((DYNTEST_WORDS_HERE, ::dyntest::check::FixtureWords),                 \
                          decltype(parameters) __VA_OPT__(, ) __VA_ARGS__)                      \
    static const ::dyntest::check::FixtureEntry dyntest_entry;                                  \
    static const ::dyntest::check::FixtureEntry* const dyntest_listed;                          \
  };                                                                                            \
  constinit const ::dyntest::check::FixtureEntry maker::dyntest_entry{                          \
      {__FILE__, __LINE__},                                                                     \
      &typeid(fixture_type),                                                                    \
      ::dyntest::check::fixture_parameters<decltype(maker::parameters)>(#wanted),               \
      DYNTEST_DESCRIBE_POINTER(__VA_ARGS__),                                                    \
      &::dyntest::check::build_fixture<fixture_type, maker>,                                    \
      ::dyntest::check::fixture_teardown<fixture_type>,                                         \
      ::dyntest::check::hosting<fixture_type>,                                                  \
      ::dyntest::check::fixture_leftovers<fixture_type>};                                       \
  DYNTEST_LISTED(dyntest_fixtures)                                                              \
  constinit const ::dyntest::check::FixtureEntry* const maker::dyntest_listed = &dyntest_entry; \
  }                                                                                             \
  auto maker::make wanted

#ifndef DYNTEST_NO_SHORT_MACROS
#define FIXTURE(type, ...) DYNTEST_FIXTURE(type __VA_OPT__(, ) __VA_ARGS__)
#endif

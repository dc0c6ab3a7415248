// FIXTURE(T, (deps…)?, scope, autouse) { return …; }
//
//   FIXTURE(Etcd, (TmpDir& dir), scope::session) { return Etcd::start(dir / "etcd"); }
//
// The body returns T, std::unique_ptr<T> (interfaces, pinned objects) or a result of either
// (anything with has_value() and error()); a failed one is an error at set-up, with its chain.
// `void T::teardown()`, if it exists, runs first and may CHECK, REQUIRE or throw; the destructor
// only releases.
//
// Scopes: function (the default), class_, file, session, and asker: every fixture that asks for it
// gets one of its own, which lives as long as the asker (a folder, an environment). A fixture
// belongs in a conftest.cpp (its folder and below), in a test file (that file) or in a library that
// is linked as objects (everyone). The nearest definition wins.
#pragma once

#include "testing/check/entry.hpp"

namespace dyntest::check {

// What may stand behind the parameters of a FIXTURE.
struct FixtureWords {
  struct OfAsker {};
  struct scope {
    static constexpr Scope function = Scope::function, class_ = Scope::class_, file = Scope::file,
                           session = Scope::session;
    static constexpr OfAsker asker{};
  };
  struct Autouse {};
  static constexpr Autouse autouse{};
};

constexpr FixtureOptions operator,(FixtureOptions options, Scope scope) {
  options.scope = scope;
  return options;
}
constexpr FixtureOptions operator,(FixtureOptions options, FixtureWords::OfAsker) {
  options.of_asker = true;
  return options;
}
constexpr FixtureOptions operator,(FixtureOptions options, FixtureWords::Autouse) {
  options.autouse = true;
  return options;
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

template <class T, class Owner>
Built hold(Owner* owner, T* object) {
  return {const_cast<std::remove_const_t<T>*>(object), owner,
          [](void* held) { delete static_cast<Owner*>(held); }};
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

// Instantiated at the end of the file, where the body's return type is known.
template <class T, class Maker>
Built build_fixture(Site site, void* const* arguments) {
  return build<T>(site, [&]() -> decltype(auto) {
    return Signature<decltype(Maker::parameters)>::call(
        [](auto&... argument) -> decltype(auto) { return Maker::make(argument...); }, arguments);
  });
}

template <class T>
constexpr auto fixture_teardown() -> void (*)(void*) {
  if constexpr (requires(T& object) { object.teardown(); })
    return [](void* object) { static_cast<T*>(object)->teardown(); };
  else
    return nullptr;
}

}  // namespace dyntest::check

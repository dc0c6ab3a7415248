// What a fixture of scope run offers: it is built once for the run, in a process of its own (its
// host), and every process that uses it builds a T of its own from what `handle()` says.
//
//   Handle handle() const        text (anything that is built from char* and size), or a plain
//   struct static T attach(Handle)      as the body of a FIXTURE: a T, a pointer that owns one, or
//   a result health()                     optional: is it still usable? true or false, a result, or
//   checks
//
// T::teardown() runs in the host alone; elsewhere the destructor releases what attach took.
#pragma once

#include "testing/check/entry.hpp"

namespace dyntest::check {

template <class T>
concept Hostable = requires(const T& object) { T::attach(object.handle()); };

template <class T>
const T& any();  // never called
template <class T>
using HandleOf = std::remove_cvref_t<decltype(any<T>().handle())>;

template <class Handle>
inline constexpr bool is_text = requires(const Handle& handle) {
  Text{handle};
  Handle(handle.data(), handle.size());
};

template <class T>
void hand_over(const void* object, void (*take)(void* to, Text bytes), void* to) {
  const auto& handle = static_cast<const T*>(object)->handle();
  using Handle = HandleOf<T>;
  static_assert(is_text<Handle> || __is_trivially_copyable(Handle),
                "handle() of a fixture of scope run is read in other processes: let it be a "
                "std::string, or a struct without pointers and strings");
  if constexpr (is_text<Handle>)
    take(to, Text{handle});
  else
    take(to, Text{reinterpret_cast<const char*>(&handle), sizeof handle});
}

template <class T>
Built attach(Site site, Text bytes) {
  using Handle = HandleOf<T>;
  if constexpr (is_text<Handle>) {
    return build<T>(site,
                    [&]() -> decltype(auto) { return T::attach(Handle(bytes.data, bytes.size)); });
  } else {
    if (bytes.size != sizeof(Handle))
      record_and_stop({site, "FIXTURE", "",
                       "its host was built from other sources: build all test executables anew"});
    alignas(Handle) unsigned char copy[sizeof(Handle)];
    __builtin_memcpy(copy, bytes.data, sizeof copy);
    return build<T>(site, [&]() -> decltype(auto) {
      return T::attach(*reinterpret_cast<const Handle*>(copy));
    });
  }
}

template <class T>
void check_health(Site site, void* object) {
  auto& checked = *static_cast<T*>(object);
  using Health = decltype(checked.health());
  if constexpr (std::is_void_v<Health>) {
    checked.health();
  } else if constexpr (requires(Health health) { health.has_value(), health.error(); }) {
    if (const auto health = checked.health(); !health.has_value())
      fixture_failed(site, health.error());
  } else {
    if (!static_cast<bool>(checked.health()))
      record_and_stop({site, "FIXTURE", "", "its health() says no"});
  }
}

template <class T>
inline constexpr void (*health_check)(Site, void*) = nullptr;
template <class T>
  requires requires(T& object) { object.health(); }
inline constexpr void (*health_check<T>)(Site, void*) = &check_health<T>;

// Null if T has no handle() and attach().
template <class T>
inline constexpr const Hosting* hosting = nullptr;
template <Hostable T>
inline constexpr Hosting hosting_of{&hand_over<T>, &attach<T>, health_check<T>};
template <Hostable T>
inline constexpr const Hosting* hosting<T> = &hosting_of<T>;

}  // namespace dyntest::check

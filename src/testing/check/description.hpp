// What a test, a class, a file or a fixture says of itself, type-erased: the interface between the
// macros, which speak, and the runner, which collects.
#pragma once

#include "testing/check/mark.hpp"
#include "testing/check/parameters.hpp"

namespace dyntest::check {

// A set-up that fails is tried so many times more, with so many seconds before each.
struct SetupRetries {
  int count = 0;
  double delay = 0;
};

// The environment variable that names what a fixture uses instead of building it.
struct Reaches {
  Text variable;
};

enum class Scope { function, class_, file, folder, session, run };

// One value of one column. Owned by whoever collects; `destroy` frees `object`.
struct CaseValue {
  void* object;
  void (*destroy)(void*);
  // Calls sink(context, text) with the value as it stands in an id; not at all if it has no short
  // form, in which case the parameter's name and the row's number are used.
  void (*id)(const void* object, void (*sink)(void*, Text), void* context);
};

// A value for somebody else's parameter: its own type, and what it is as a plain number or text, so
// that the taker can convert it.
struct GivenValue {
  enum class Kind { other, boolean, integer, number, text };

  CaseValue value;
  const std::type_info* type;
  Kind kind = Kind::other;
  long long integer = 0;
  double number = 0;
  Text text = {};  // borrowed from `value`
};

// Receives what `describe` functions say of a test, a class, a file or a fixture. The runner
// implements it.
class Description {
 public:
  virtual void mark(const Mark& mark) = 0;
  virtual void begin_cases(int columns) = 0;
  // Rows that are given to the fixture of this type, instead of those it has.
  virtual void begin_cases_for(const std::type_info& fixture, int columns) = 0;
  // A row of the cases begun last; its values, then its marks follow. An empty id = made from
  // values.
  virtual void begin_row(Text id) = 0;
  virtual void value(CaseValue value) = 0;
  virtual void given(const GivenValue& value) = 0;
  virtual void row_mark(const Mark& mark) = 0;
  virtual void use(const std::type_info& fixture) = 0;
  // Of a fixture only.
  virtual void scope(Scope scope) = 0;
  virtual void of_asker() = 0;
  virtual void autouse() = 0;
  virtual void doc(Text text) = 0;
  virtual void setup_retries(SetupRetries retries) = 0;
  virtual void reaches(Text variable) = 0;

 protected:
  ~Description() = default;
};

// A value's short form for ids: numbers, booleans, characters and text.
void id_of(bool value, void (*sink)(void*, Text), void* context);
void id_of(long long value, void (*sink)(void*, Text), void* context);
void id_of(unsigned long long value, void (*sink)(void*, Text), void* context);
void id_of(double value, void (*sink)(void*, Text), void* context);

template <class V>
void write_id([[maybe_unused]] const void* object, [[maybe_unused]] void (*sink)(void*, Text),
              [[maybe_unused]] void* context) {
  [[maybe_unused]] const V& value = *static_cast<const V*>(object);
  if constexpr (std::is_same_v<V, bool>)
    id_of(value, sink, context);
  else if constexpr (std::is_same_v<V, char>)
    sink(context, Text{&value, 1});
  else if constexpr (std::is_enum_v<V>)
    id_of(static_cast<long long>(value), sink, context);
  else if constexpr (std::is_integral_v<V> && std::is_signed_v<V>)
    id_of(static_cast<long long>(value), sink, context);
  else if constexpr (std::is_integral_v<V>)
    id_of(static_cast<unsigned long long>(value), sink, context);
  else if constexpr (std::is_floating_point_v<V>)
    id_of(static_cast<double>(value), sink, context);
  else if constexpr (std::is_convertible_v<const V&, Text>)
    sink(context, Text{value});
}

template <class V, class From>
CaseValue make_value(From&& from) {
  return {new V(static_cast<V>(static_cast<From&&>(from))),
          [](void* object) { delete static_cast<V*>(object); }, &write_id<V>};
}

template <class V, class From>
GivenValue give(From&& from) {
  GivenValue given{make_value<V>(static_cast<From&&>(from)), &typeid(V)};
  const V& value = *static_cast<const V*>(given.value.object);
  using Kind = GivenValue::Kind;
  if constexpr (std::is_same_v<V, bool>) {
    given.kind = Kind::boolean;
    given.integer = value ? 1 : 0;
  } else if constexpr (std::is_integral_v<V>) {
    given.kind = Kind::integer;
    given.integer = static_cast<long long>(value);
  } else if constexpr (std::is_floating_point_v<V>) {
    given.kind = Kind::number;
    given.number = static_cast<double>(value);
  } else if constexpr (std::is_convertible_v<const V&, Text>) {
    given.kind = Kind::text;
    given.text = Text{value};
  }
  return given;
}

// The value as a P; null if it cannot become one without a surprise.
template <class P>
void* take_given(const GivenValue& given) {
  using Kind = GivenValue::Kind;
  if (*given.type == typeid(P)) return new P(*static_cast<const P*>(given.value.object));
  if constexpr (std::is_integral_v<P> && !std::is_same_v<P, bool>) {
    if (given.kind == Kind::integer) return new P(static_cast<P>(given.integer));
  } else if constexpr (std::is_floating_point_v<P>) {
    if (given.kind == Kind::integer) return new P(static_cast<P>(given.integer));
    if (given.kind == Kind::number) return new P(static_cast<P>(given.number));
  } else if constexpr (requires(Text text) { P(text.data, text.size); }) {
    if (given.kind == Kind::text) return new P(given.text.data, given.text.size);
  }
  return nullptr;
}

}  // namespace dyntest::check

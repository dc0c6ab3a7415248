// print(sink, value): any value as a person reads it. Strings quoted, containers as [1, 2] and {k:
// v}, optionals as what they hold, a type's own operator<< where its header and <ostream> are
// included, its fmt::formatter where fmt.hpp is, an aggregate member by member as Name{1, "x"};
// what cannot be printed is shown as `<Name of 24 bytes>`, never refused.
//
// Used by every check that fails. A suite teaches it a type of its own with a function beside the
// type:
//
//   void dyntest_print(dyntest::check::Sink& sink, const Endpoint& endpoint);
#pragma once

#include "testing/check/detail/members.hpp"
#include "testing/check/detail/print_scalar.hpp"
#include "testing/check/detail/shape.hpp"
#include "testing/check/sink.hpp"

namespace dyntest::check {

// Whether a type streams or formats may differ from file to file; as a template argument it keeps
// the forms apart.
template <class T, detail::Form form = detail::form_of<T>()>
void print(Sink& sink, const T& value);

inline void dyntest_print(Sink& sink, Text text) { sink.quoted(text); }

namespace detail {

// Elements of a container that are shown.
inline constexpr std::size_t elements_max = 100;

template <class Iterator, class End>
void print_elements(Sink& sink, Iterator element, End end, bool map) {
  for (std::size_t shown = 0; element != end && !sink.full(); ++element, ++shown) {
    if (shown > 0) sink.text(", ");
    if (shown == elements_max) return sink.text("…");
    if constexpr (requires { (*element).second; }) {
      if (map) {
        check::print(sink, (*element).first);
        sink.text(": ");
        check::print(sink, (*element).second);
        continue;
      }
    }
    check::print<std::remove_cvref_t<decltype(*element)>>(sink, *element);
  }
}

template <int I, class T>
void print_from(Sink& sink, const T& value) {
  if constexpr (I < TupleShape<T>::size) {
    if constexpr (VariantLike<T>) {
      if (value.index() == I) check::print(sink, get<I>(value));
    } else {
      if constexpr (I > 0) sink.text(", ");
      check::print(sink, get<I>(value));
    }
    print_from<I + 1>(sink, value);
  }
}

template <class T>
void print_maybe(Sink& sink, const T& value) {
  if (value.has_value()) {
    if constexpr (requires { check::print(sink, *value); })
      check::print(sink, *value);
    else
      sink.text("success");
  } else if constexpr (requires { value.error(); }) {
    sink.text("error: ");
    check::print(sink, value.error());
  } else {
    sink.text("nullopt");
  }
}

template <class T>
void print_streamed(Sink& sink, const T& value) {
  sink.streamed([](std::ostream& out, const void* v) { out << *static_cast<const T*>(v); }, &value);
}

template <class T>
void print_members(Sink& sink, const T& value) {
  sink.type(typeid(T));
  sink.text("{");
  bool first = true;
  for_each_member(value, [&]<class Member>(const Member& member) {
    if (!first) sink.text(", ");
    first = false;
    check::print<Member>(sink, member);
  });
  sink.text("}");
}

template <class T, Form form>
void print_class(Sink& sink, const T& value) {
  if constexpr (StringLike<T>) {
    sink.quoted({value.data(), value.size()});
  } else if constexpr (MaybeLike<T>) {
    print_maybe(sink, value);
  } else if constexpr (DurationLike<T>) {
    sink.ticks(static_cast<long double>(value.count()), T::period::num, T::period::den);
  } else if constexpr (PointerLike<T>) {
    sink.address(const_cast<const void*>(static_cast<const volatile void*>(value.get())));
  } else if constexpr (form == Form::streamed) {
    print_streamed(sink, value);
  } else if constexpr (RangeLike<T>) {
    constexpr bool braces = MapLike<T> || SetLike<T>;
    sink.text(braces ? "{" : "[");
    print_elements(sink, value.begin(), value.end(), MapLike<T>);
    sink.text(braces ? "}" : "]");
  } else if constexpr (VariantLike<T>) {
    print_from<0>(sink, value);
  } else if constexpr (TupleLike<T>) {
    sink.text("(");
    print_from<0>(sink, value);
    sink.text(")");
  } else if constexpr (MomentLike<T>) {
    check::print(sink, value.time_since_epoch());
    sink.text(" since its clock's epoch");
  } else if constexpr (form == Form::formatted) {
    dyntest_format(sink, value);
  } else if constexpr (Explains<T>) {
    sink.type(typeid(value));
    sink.text(": ");
    sink.text(value.what());
  } else if constexpr (HasText<T>) {
    sink.text(value.text());
  } else if constexpr (Aggregate<T>) {
    print_members(sink, value);
  } else {
    sink.opaque(typeid(T), sizeof(T));
  }
}

}  // namespace detail

template <class T, detail::Form form>
void print(Sink& sink, const T& value) {
  if constexpr (detail::PrintsItself<T>) {
    dyntest_print(sink, value);
  } else if constexpr (std::is_array_v<T>) {
    if constexpr (std::is_convertible_v<const T&, const char*>) {
      sink.buffer(value, sizeof value);
    } else {
      sink.text("[");
      detail::print_elements(sink, value, value + sizeof value / sizeof *value, false);
      sink.text("]");
    }
  } else if constexpr (detail::Class<T>) {
    detail::print_class<T, form>(sink, value);
  } else if constexpr (form == detail::Form::streamed) {
    detail::print_streamed(sink, value);
  } else if constexpr (form == detail::Form::formatted) {
    dyntest_format(sink, value);
  } else {
    detail::print_scalar<std::remove_cv_t<T>>(sink, value);
  }
}

// A value whose type is forgotten but for how to print it.
struct Printable {
  const void* value;
  void (*print)(Sink&, const void*);
};

template <class T, detail::Form form>
void print_erased(Sink& sink, const void* value) {
  check::print<T, form>(sink, *static_cast<const T*>(value));
}

template <class T, detail::Form form = detail::form_of<T>()>
Printable printable(const T& value) {
  return {&value, &print_erased<T, form>};
}

}  // namespace dyntest::check

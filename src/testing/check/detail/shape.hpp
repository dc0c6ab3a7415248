// What a value looks like to the printer, by duck typing: no standard header is needed to print
// what it declares. Used by print.hpp alone.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <type_traits>

#include "testing/check/record.hpp"
#include "testing/check/sink.hpp"

namespace dyntest::check::detail {

template <class T>
concept Class = __is_class(T) || __is_union(T);

// What may have operators of its own. An enumeration that converts to int streams as one anyway.
template <class T>
concept Own = Class<T> || (__is_enum(T) && !std::is_convertible_v<T, int>);

// Found by argument-dependent lookup: how a type says itself how it is printed.
template <class T>
concept PrintsItself = (Class<T> || __is_enum(T)) &&
                       requires(Sink& sink, const T& value) { dyntest_print(sink, value); };

template <class T>
concept StringLike = requires(const T& value, const char*& begin, std::size_t& length) {
  begin = value.data();
  length = value.size();
};

// False where <ostream> is not included: then basic_ostream is incomplete.
template <class T>
concept Streamable = Own<T> && requires(std::ostream& out, const T& value) { out << value; };

// False where fmt.hpp is not included.
template <class T>
concept Formattable =
    Own<T> && requires(Sink& sink, const T& value) { dyntest_format(sink, value); };

enum class Form : unsigned char { ours, streamed, formatted };

template <class T>
constexpr Form form_of() {
  if constexpr (Streamable<T>)
    return Form::streamed;
  else if constexpr (Formattable<T>)
    return Form::formatted;
  else
    return Form::ours;
}

// A path is a range of paths: what contains itself is no range to us.
template <class T>
concept RangeLike = requires(const T& value) {
  *value.begin();
  value.begin() != value.end();
} && !requires(const T& value, const T& element) {
  requires std::is_same_v<std::remove_cvref_t<decltype(*value.begin())>, T>;
  element;
};

template <class T>
concept MapLike = RangeLike<T> && requires { typename T::mapped_type; };
template <class T>
concept SetLike = RangeLike<T> && requires { typename T::key_type; };

template <class T>
concept MaybeLike = requires(const T& value) {
  static_cast<bool>(value.has_value());
} && (requires(const T& value) { *value; } || requires(const T& value) { value.error(); });

template <class T>
concept DurationLike = requires(const T& value) {
  static_cast<long double>(value.count());
  static_cast<long long>(T::period::num);
  static_cast<long long>(T::period::den);
};

template <class T>
concept MomentLike = requires(const T& value) {
  requires DurationLike<std::remove_cvref_t<decltype(value.time_since_epoch())>>;
};

template <class T>
concept PointerLike = requires(const T& value) {
  static_cast<const volatile void*>(value.get());
  static_cast<bool>(value);
};

template <class T>
concept Explains = requires(const T& value) { Text{value.what()}; };
template <class T>
concept HasText = requires(const T& value) { Text{value.text()}; };

// std::pair, std::tuple and their like, recognised without <utility>.
template <class T>
struct TupleShape {
  static constexpr int size = 0;
};
template <template <class...> class Tuple, class... Elements>
  requires requires(const Tuple<Elements...>& value) { get<0>(value); }
struct TupleShape<Tuple<Elements...>> {
  static constexpr int size = sizeof...(Elements);
};
template <class T>
concept TupleLike = (TupleShape<T>::size > 0);
template <class T>
concept VariantLike = TupleLike<T> && requires(const T& value) { value.index(); };

}  // namespace dyntest::check::detail

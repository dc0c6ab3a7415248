// Why two values are not equal, where their printed forms alone would leave it to the reader: texts
// of several lines, sequences, maps, sets and JSON. Part of what a failed `==` says.
//
//   CHECK([1, 2, 3] == [1, 5])
//     at [1]: 2 != 5
//     only left: at [2]: 3
//
// By duck typing, as print.hpp. Instantiated for pairs of classes and only called on failure.
#pragma once

#include "testing/check/print.hpp"

namespace dyntest::check::detail {

// Lines that begin with a newline and two blanks; nothing if there is nothing to add.
using Explain = void (*)(Sink& sink, const void* lhs, const void* rhs);

// Differences that are told one by one.
inline constexpr int differences_max = 5;

// One line of an explanation; false once enough is told.
class Differences {
 public:
  explicit Differences(Sink& sink) : sink_{sink} {}
  // Begins a line with this; where there are too many, tells so and is false.
  bool begin(const char* what);
  Sink& sink() { return sink_; }

 private:
  Sink& sink_;
  int told_ = 0;
};

void explain_texts(Sink& sink, Text lhs, Text rhs);

template <class L, class R>
void explain_text_like(Sink& sink, const void* lhs, const void* rhs) {
  explain_texts(sink, Text{*static_cast<const L*>(lhs)}, Text{*static_cast<const R*>(rhs)});
}

template <class Element>
void print_at(Sink& sink, long long index, const Element& element) {
  sink.text("at [");
  sink.integer(index);
  sink.text("]: ");
  check::print(sink, element);
}

template <class Iterator, class End>
bool tell_rest(Differences& out, const char* side, long long index, Iterator element, End end) {
  for (; element != end; ++element, ++index) {
    if (!out.begin(side)) return false;
    print_at<std::remove_cvref_t<decltype(*element)>>(out.sink(), index, *element);
  }
  return true;
}

template <class L, class R>
void explain_sequences(Sink& sink, const void* left, const void* right) {
  const L& lhs = *static_cast<const L*>(left);
  const R& rhs = *static_cast<const R*>(right);
  Differences out{sink};
  auto l = lhs.begin();
  auto r = rhs.begin();
  long long index = 0;
  for (; l != lhs.end() && r != rhs.end(); ++l, ++r, ++index) {
    if (*l == *r) continue;
    if (!out.begin("")) return;
    print_at<std::remove_cvref_t<decltype(*l)>>(sink, index, *l);
    sink.text(" != ");
    check::print<std::remove_cvref_t<decltype(*r)>>(sink, *r);
  }
  tell_rest(out, "only left: ", index, l, lhs.end());
  tell_rest(out, "only right: ", index, r, rhs.end());
}

template <class T>
void tell_missing(Differences& out, const char* side, const T& of, const T& in) {
  for (const auto& element : of) {
    if constexpr (MapLike<T>) {
      if (in.find(element.first) != in.end()) continue;
    } else {
      if (in.find(element) != in.end()) continue;
    }
    if (!out.begin(side)) return;
    if constexpr (MapLike<T>) {
      check::print(out.sink(), element.first);
      out.sink().text(": ");
      check::print(out.sink(), element.second);
    } else {
      check::print(out.sink(), element);
    }
  }
}

template <class T>
void explain_keyed(Sink& sink, const void* left, const void* right) {
  const T& lhs = *static_cast<const T*>(left);
  const T& rhs = *static_cast<const T*>(right);
  Differences out{sink};
  if constexpr (MapLike<T>) {
    for (const auto& element : lhs) {
      const auto other = rhs.find(element.first);
      if (other == rhs.end() || element.second == other->second) continue;
      if (!out.begin("at [")) return;
      check::print(sink, element.first);
      sink.text("]: ");
      check::print(sink, element.second);
      sink.text(" != ");
      check::print(sink, other->second);
    }
  }
  tell_missing(out, "only left: ", lhs, rhs);
  tell_missing(out, "only right: ", rhs, lhs);
}

// nlohmann::json and its like: what a JSON patch (RFC 6902) would change, by JSON pointer.
template <class T>
concept JsonLike = requires(const T& value) {
  T::diff(value, value);
  typename T::json_pointer;
  Text{value.dump()};
};

template <class T>
void explain_json(Sink& sink, const void* left, const void* right) {
  const T& lhs = *static_cast<const T*>(left);
  const T& rhs = *static_cast<const T*>(right);
  Differences out{sink};
  for (const auto& step : T::diff(lhs, rhs)) {
    const auto& path = step.at("path").template get_ref<const typename T::string_t&>();
    const bool was_there = step.at("op") != "add";
    const bool is_there = step.at("op") != "remove";
    if (!out.begin(!is_there ? "only left: at " : was_there ? "at " : "only right: at ")) return;
    sink.text(path.empty() ? Text{"the root"} : Text{path});
    sink.text(": ");
    if (was_there) sink.text(lhs.at(typename T::json_pointer{path}).dump());
    if (was_there && is_there) sink.text(" != ");
    if (is_there) sink.text(step.at("value").dump());
  }
}

template <class T>
concept TextLike = std::is_convertible_v<const T&, Text> && !std::is_null_pointer_v<T>;

template <class T>
concept Keyed = (MapLike<T> && requires(const T& value) {
                  value.find(value.begin()->first) != value.end();
                  static_cast<bool>(value.begin()->second == value.begin()->second);
                }) || (SetLike<T> && !MapLike<T> && requires(const T& value) {
                  value.find(*value.begin()) != value.end();
                });

template <class L, class R>
constexpr Explain explain_of() {
  if constexpr (JsonLike<L> && std::is_same_v<L, R>)
    return &explain_json<L>;
  else if constexpr (TextLike<L> && TextLike<R>)
    return &explain_text_like<L, R>;
  else if constexpr (Keyed<L> && std::is_same_v<L, R>)
    return &explain_keyed<L>;
  else if constexpr (RangeLike<L> && RangeLike<R> && !MapLike<L> && !SetLike<L> &&
                     requires(const L& lhs, const R& rhs) {
                       static_cast<bool>(*lhs.begin() == *rhs.begin());
                     })
    return &explain_sequences<L, R>;
  else
    return nullptr;
}

}  // namespace dyntest::check::detail

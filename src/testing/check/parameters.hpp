// What a test or a fixture asks for: a reference parameter is a fixture, found by its type; a value
// parameter takes a column of `cases`. Type-erased, so that the runner can fill the arguments in.
#pragma once

#include <type_traits>
#include <typeinfo>

namespace dyntest::check {

struct GivenValue;

struct Parameter {
  const std::type_info* type = nullptr;
  bool is_fixture = false;
  // For a fixture's value: one made from what a test gives with with<>; null if it cannot be.
  void* (*take)(const GivenValue&) = nullptr;
  void (*destroy)(void*) = nullptr;
};

struct Parameters {
  const Parameter* data = nullptr;
  int size = 0;
  const char* text = "()";  // as written, for the parameters' names
};

template <int... I>
struct Indices {};
template <int N, int... I>
struct MakeIndices : MakeIndices<N - 1, N - 1, I...> {};
template <int... I>
struct MakeIndices<0, I...> {
  using type = Indices<I...>;
};
// 0, …, N - 1
template <int N>
using IndicesTo = typename MakeIndices<N>::type;

template <class... T>
struct List {};

// The types of the value parameters among P..., in order.
template <class Values, class... P>
struct ValueTypes {
  using type = Values;
};
template <class... V, class Head, class... P>
struct ValueTypes<List<V...>, Head, P...>
    : ValueTypes<std::conditional_t<std::is_reference_v<Head>, List<V...>, List<V..., Head>>,
                 P...> {};

template <class Function>
struct Signature;

template <class Function>
constexpr Parameters parameters_of(const char* text) {
  return {Signature<Function>::list, Signature<Function>::size, text};
}

template <class... P>
struct Signature<void(P...)> {
  static_assert((!std::is_rvalue_reference_v<P> && ...),
                "a parameter is a fixture (Etcd& etcd) or a value from cases (int workers)");
  static constexpr int size = sizeof...(P);

  static constexpr Parameter list[] = {{&typeid(P), std::is_reference_v<P>}..., {}};

  // Calls callable(P...) with the objects that `arguments` point to, one for each parameter.
  template <class Callable>
  static decltype(auto) call(Callable&& callable, void* const* arguments) {
    return call(callable, arguments, IndicesTo<size>{});
  }

 private:
  template <class Callable, int... I>
  static decltype(auto) call(Callable& callable, [[maybe_unused]] void* const* arguments,
                             Indices<I...>) {
    return callable(*static_cast<std::remove_reference_t<P>*>(arguments[I])...);
  }
};

}  // namespace dyntest::check

#include "subject.hpp"

#include <stdexcept>

// Simple on purpose: an optimiser that may look into these inlines, folds or drops them.
int free_function(int n) { return n + 1; }
int module::detail::namespaced(int n) { return n + 2; }
int Object::static_member(int n) { return n + 3; }
int Object::member(int n) const { return n + state; }
int Object::virtual_member(int n) { return n + 4; }
int without_exceptions(int n) noexcept { return n + 5; }
int throwing(int n) { throw std::runtime_error{n == 0 ? "none" : "some"}; }
int constant() { return 42; }
void without_result() {}
int result_unused(int n) { return n; }
int overloaded(int n) { return n + 6; }
int overloaded(double n) { return static_cast<int>(n) + 7; }
int same_code(int n) { return n * 11 + n / 13; }
int same_code_too(int n) { return n * 11 + n / 13; }
int recursive(int n) { return n == 0 ? 0 : recursive(n - 1); }
int recursive_twice(int n) {
  return n <= 1 ? 1 : n + recursive_twice(n - 1) * recursive_twice(n - 2);
}
int hidden(int n) { return n + 8; }
int pure_elsewhere(int n) { return n + 11; }
int const_elsewhere(int n) { return n + 12; }
int always_pure(int n) { return n + 13; }
int always_const(int n) { return n + 14; }
static int file_static(int n) { return n + 9; }
namespace {
int unnamed(int n) { return n + 10; }
}  // namespace
Function address_of_file_static() { return &file_static; }
Function address_of_unnamed() { return &unnamed; }

namespace {

template <class Call>
int use(Call call) {
  int sum = call(1) + call(1);
  for (int i = 2; i < uses; ++i) sum += call(2);
  return sum;
}

}  // namespace

int use_free_function() {
  return use([](int n) { return free_function(n); });
}
int use_namespaced() {
  return use([](int n) { return module::detail::namespaced(n); });
}
int use_static_member() {
  return use([](int n) { return Object::static_member(n); });
}
int use_member() {
  const Object object;
  return use([&](int n) { return object.member(n); });
}
int use_without_exceptions() {
  return use([](int n) { return without_exceptions(n); });
}
int use_throwing() {
  return use([](int n) {
    try {
      return throwing(n);
    } catch (const std::exception&) {
      return 1;
    }
  });
}
int use_constant() {
  return use([](int) { return constant(); });
}
void use_without_result() {
  without_result();
  without_result();
  for (int i = 2; i < uses; ++i) without_result();
}
void use_result_unused() {
  result_unused(1);
  result_unused(1);
  for (int i = 2; i < uses; ++i) static_cast<void>(result_unused(1));
}
int use_overloaded() {
  return use([](int n) { return overloaded(n) + overloaded(0.5); });
}
int use_same_code() {
  return use([](int n) { return same_code(n); });
}
int use_same_code_too() {
  return use([](int n) { return same_code_too(n); });
}
int use_in_library() {
  return use([](int n) { return in_library(n); });
}
int use_in_symbolic_library() {
  return use([](int n) { return in_symbolic_library(n); });
}
int use_in_folding_library() {
  return use([](int n) { return in_folding_library(n); });
}
int use_in_stripped_library() {
  return use([](int n) { return in_stripped_library(n); });
}
int use_without_flags() {
  return use([](int n) { return without_flags(n); });
}
int use_pure_elsewhere() {
  static_cast<void>(pure_elsewhere(1));
  return use([](int n) { return pure_elsewhere(n); });
}
int use_const_elsewhere() {
  static_cast<void>(const_elsewhere(1));
  return use([](int n) { return const_elsewhere(n); });
}
int use_always_pure() {
  static_cast<void>(always_pure(1));
  return use([](int n) { return always_pure(n); });
}
int use_always_const() {
  static_cast<void>(always_const(1));
  return use([](int n) { return always_const(n); });
}

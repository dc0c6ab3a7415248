// Functions that tests want to replace, one for each kind, and code that calls them. Compiled with
// each compiler and its flags; driver.cpp patches them and counts.
#pragma once

// How often each `use_…` calls its function.
inline constexpr int uses = 5;

int free_function(int n);
namespace module::detail {
int namespaced(int n);
}
class Object {
 public:
  static int static_member(int n);
  int member(int n) const;
  virtual int virtual_member(int n);
  virtual ~Object() = default;
  int state = 1;
};
int without_exceptions(int n) noexcept;
int throwing(int n);
int constant();
void without_result();
int result_unused(int n);
int overloaded(int n);
int overloaded(double n);
int same_code(int n);
int same_code_too(int n);
int recursive(int n);
int recursive_twice(int n);
inline int in_header(int n) { return n + 1; }
template <class T>
T from_template(T n) {
  return n + 1;
}
[[gnu::visibility("hidden")]] int hidden(int n);
int without_flags(int n);  // without_flags.cpp

// In shared libraries.
int in_library(int n);           // library.cpp
int in_symbolic_library(int n);  // library_symbolic.cpp, linked with -Bsymbolic
int in_folding_library(int n);   // library_folding.cpp, linked with --icf=all
int in_folding_library_too(int n);
int in_own_library(int n);       // library_without_flags.cpp
int in_stripped_library(int n);  // library_stripped.cpp, without flags and symbols

// As the manual asks of code that is to be patched.
#ifndef DYNTEST_PATCHABLE
[[gnu::pure]]
#endif
int pure_elsewhere(int n);
#ifndef DYNTEST_PATCHABLE
[[gnu::const]]
#endif
int const_elsewhere(int n);
[[gnu::pure]] int always_pure(int n);
[[gnu::const]] int always_const(int n);

using Function = int (*)(int);
Function address_of_file_static();
Function address_of_unnamed();
Function address_of_protected();  // library.cpp

// Each calls its function `uses` times, all but the first two in one loop.
int use_free_function();
int use_namespaced();
int use_static_member();
int use_member();
int use_without_exceptions();
int use_throwing();
int use_constant();
void use_without_result();
void use_result_unused();
int use_overloaded();
int use_same_code();
int use_same_code_too();
int use_without_flags();
int use_in_library();
int use_in_library_inside();
int use_in_symbolic_library();
int use_in_symbolic_library_inside();
int use_in_folding_library();
int use_in_stripped_library();
int use_in_stripped_library_inside();
// The last four call theirs once more, first, and leave the result unused.
int use_pure_elsewhere();
int use_const_elsewhere();
int use_always_pure();
int use_always_const();

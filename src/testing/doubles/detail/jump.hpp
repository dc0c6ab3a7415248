// The one write into a function's code that makes it replaceable, and how it is recognised that
// this can be done. dyntest_patchable (cmake/dyntest_patchable.cmake) compiles every function as
//
//      14 NOPs | entry: 2 NOPs | body          (-fpatchable-function-entry=16,14)
//
// x86-64, bytes:                               afterwards
//
//      entry - 14   90 90 90 90 90 90 90 90    address of a thunk: jmp *slot
//      entry - 6    90 90 90 90 90 90          ff 25 f2 ff ff ff     jmp *(entry - 14)
//      entry        90 90 (or 66 90)           eb f8                 jmp entry - 6
//      entry + 2    body                       body
//
// Nobody runs what stands before the entry until the last two bytes turn, in one aligned store. A
// thread that was stopped between the two NOPs goes on with f8, which is `clc`: it clears a flag
// that no function expects anything of. So the code may run while it is changed. What the slot
// points to may change at any time: the double, or the body.
//
// AArch64 has instructions in the place of bytes, and `b entry - 24` as the last store.
//
// Does not know symbols, or what may have been inlined: see replacement.hpp.
#pragma once

#include <atomic>
#include <string>

#include "testing/doubles/detail/objects.hpp"

namespace dyntest::doubles::detail {

// Bytes before the entry that the jump needs, and from the entry on.
#if defined(__x86_64__)
inline constexpr std::size_t bytes_before = 14;
inline constexpr std::size_t bytes_after = 2;
#else
inline constexpr std::size_t bytes_before = 56;
inline constexpr std::size_t bytes_after = 8;
#endif

// Are the NOPs there? All of [entry - bytes_before, entry + bytes_after) must be readable.
bool has_room_for_jump(Address entry);

struct Jump {
  std::atomic<Address>* slot = nullptr;  // where calls go; lives forever
  Address body = 0;                      // the function itself, behind the jump
  std::string error;                     // why it could not be written; empty = it was
};

// Writes the jump. Afterwards, and until the slot is changed, calls go to the body. To be called
// once per function, by one thread at a time; others may be running the function.
Jump write_jump(Address entry);

}  // namespace dyntest::doubles::detail

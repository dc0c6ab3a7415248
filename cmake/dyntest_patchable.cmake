# dyntest_patchable(target…): tests may replace the functions of these targets with patch(&f).
#
# Every function gets NOPs at its entry, which a test turns into a jump, and no call is inlined or
# left out across it. For the code under test, not for its tests. What each flag is for:
#
#   -fpatchable-function-entry=16,14   14 NOPs before the entry, 2 behind it: room for the jump, and
#                                      the sign by which patch() knows such a function
#   -fPIC -fsemantic-interposition     the compiler may not assume that the body it sees is the one
#   -fvisibility=default               that is called
#   --param=max-inline-recursive-…     a function that calls itself does call itself (GCC)
#   -falign-functions=16               the two bytes at the entry can be written in one store
#   -fcf-protection=none               nothing stands before the NOPs (x86)
#   -fno-sanitize=function             the same, with Clang's sanitizers
#   -fno-lto                           all of this also holds when the program is linked
#   -rdynamic                          (linking) the program keeps which functions are global; some
#                                      linkers, mold among them, forget it otherwise
#
# DYNTEST_PATCHABLE is defined in the targets and in all that is linked with them: where the code says
# [[gnu::pure]] or [[gnu::const]], it must not say so then. No flag stops compilers from leaving out
# calls that such a word allows them to leave out, not even at -O0.
#
# Two more are there to be on the safe side: no case is known, or in the table of
# docs/manual/doubles.md, that needs them.
#
#   -fno-ipa-icf                       functions with the same code stay two (GCC)
#   -fno-optimize-sibling-calls        a function that calls itself last does call itself

# dyntest_patchable_flags(variable GCC|CLANG): the flags as a list.
function(dyntest_patchable_flags variable compiler)
  set(flags -fPIC -fsemantic-interposition -fvisibility=default
      -fpatchable-function-entry=16,14 -falign-functions=16 -fno-optimize-sibling-calls -fno-lto)
  if(compiler STREQUAL GCC)
    list(APPEND flags -fno-ipa-icf --param=max-inline-recursive-depth=0
         --param=max-inline-recursive-depth-auto=0)
  else()
    list(APPEND flags -fno-sanitize=function)
  endif()
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    list(APPEND flags -fcf-protection=none)
  endif()
  set(${variable} ${flags} PARENT_SCOPE)
endfunction()

function(dyntest_patchable)
  set(compiler CLANG)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    set(compiler GCC)
  endif()
  dyntest_patchable_flags(flags ${compiler})
  foreach(target IN LISTS ARGN)
    get_target_property(type ${target} TYPE)
    set_target_properties(${target} PROPERTIES CXX_VISIBILITY_PRESET default
                          C_VISIBILITY_PRESET default INTERPROCEDURAL_OPTIMIZATION OFF)
    if(type STREQUAL EXECUTABLE)
      # As a property it would be -fPIE, behind our -fPIC.
      set_property(TARGET ${target} PROPERTY POSITION_INDEPENDENT_CODE)
    else()
      set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    endif()
    target_compile_options(${target} PRIVATE ${flags})
    target_compile_definitions(${target} PUBLIC DYNTEST_PATCHABLE)
    target_link_options(${target} PUBLIC -rdynamic)
  endforeach()
endfunction()

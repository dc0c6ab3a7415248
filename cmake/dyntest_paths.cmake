# What is compiled does not depend on where this clone is, so that all clones share one compiler
# cache (CMakePresets.json): paths are relative to the clone in __FILE__, and below /dyntest in debug
# information, whether the compiler was given an absolute path or, by ccache, a relative one.
# A debugger finds the sources after `set substitute-path /dyntest .`.
dyntest_macro_paths(macro_paths ${CMAKE_SOURCE_DIR})
file(RELATIVE_PATH relative ${CMAKE_BINARY_DIR} ${CMAKE_SOURCE_DIR})
string(REGEX REPLACE "/$" "" relative ${relative})
add_compile_options(${macro_paths} -fdebug-prefix-map=${CMAKE_SOURCE_DIR}=/dyntest
                    -fdebug-prefix-map=${relative}/=/dyntest/)

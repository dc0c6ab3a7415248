# dyntest_add_tests(DIRECTORY tests [ROOT dir] [NAME tests] [MANIFEST dir] [LIBRARIES lib…])
#
# Finds the tests below DIRECTORY by their names (a new file needs no edit here; the next build finds
# it) and makes one executable for each role folder that holds any: tests/unit -> tests_unit. Every
# executable gets the conftest.cpp of its folder, of the folders below and of those above up to
# DIRECTORY, and the folder's own *_utils.cpp. Each is registered with CTest.
#
# ROOT       what file names in node ids are relative to; default: the folder that holds DIRECTORY
# NAME       prefix of the executables; default: DIRECTORY's last part
# MANIFEST   where the list of executables for `dyntest` goes; default: <build>/suite
# LIBRARIES  what the tests use

# A folder with a dyntest.toml of its own is another suite: drops the files below such folders.
function(dyntest_without_nested_suites files folder)
  file(GLOB_RECURSE nested CONFIGURE_DEPENDS ${folder}/dyntest.toml)
  foreach(config IN LISTS nested)
    cmake_path(GET config PARENT_PATH suite)
    list(FILTER ${files} EXCLUDE REGEX "^${suite}/")
  endforeach()
  set(${files} "${${files}}" PARENT_SCOPE)
endfunction()

# The flags that make __FILE__ relative to `root`, also where a compiler cache has made the path that
# the compiler sees relative to the build folder (ccache's base_dir).
function(dyntest_macro_paths variable root)
  set(flags -fmacro-prefix-map=${root}/=)
  file(RELATIVE_PATH relative ${CMAKE_BINARY_DIR} ${root})
  if(relative)
    string(REGEX REPLACE "/$" "" relative ${relative})
    list(APPEND flags -fmacro-prefix-map=${relative}/=)
  endif()
  set(${variable} ${flags} PARENT_SCOPE)
endfunction()

function(dyntest_add_tests)
  cmake_parse_arguments(T "" "DIRECTORY;ROOT;NAME;MANIFEST" "LIBRARIES" ${ARGN})
  get_filename_component(T_DIRECTORY ${T_DIRECTORY} ABSOLUTE)
  cmake_path(GET T_DIRECTORY FILENAME last)
  cmake_path(GET T_DIRECTORY PARENT_PATH parent)
  if(NOT T_ROOT)
    set(T_ROOT ${parent})
  endif()
  if(NOT T_NAME)
    set(T_NAME ${last})
  endif()
  if(NOT T_MANIFEST)
    set(T_MANIFEST ${CMAKE_BINARY_DIR}/suite)
  endif()
  # What an earlier configuration left there may no longer be built.
  get_property(fresh GLOBAL PROPERTY DYNTEST_MANIFESTS)
  if(NOT T_MANIFEST IN_LIST fresh)
    file(GLOB stale ${T_MANIFEST}/*.json)
    if(stale)
      file(REMOVE ${stale})
    endif()
    set_property(GLOBAL APPEND PROPERTY DYNTEST_MANIFESTS ${T_MANIFEST})
  endif()
  foreach(role unit integration e2e)
    file(GLOB_RECURSE tests CONFIGURE_DEPENDS ${T_DIRECTORY}/${role}/test_*.cpp)
    dyntest_without_nested_suites(tests ${T_DIRECTORY}/${role})
    if(NOT tests)
      continue()
    endif()
    file(GLOB_RECURSE shared CONFIGURE_DEPENDS ${T_DIRECTORY}/${role}/conftest.cpp
         ${T_DIRECTORY}/${role}/*_utils.cpp)
    dyntest_without_nested_suites(shared ${T_DIRECTORY}/${role})
    file(GLOB above CONFIGURE_DEPENDS ${T_DIRECTORY}/conftest.cpp)
    set(target ${T_NAME}_${role})
    add_executable(${target} ${tests} ${shared} ${above})
    target_link_libraries(${target} PRIVATE dyntest::main dyntest::builtin ${T_LIBRARIES})
    target_include_directories(${target} PRIVATE ${T_DIRECTORY}/${role} ${T_DIRECTORY})
    dyntest_macro_paths(macro_paths ${T_ROOT})
    target_compile_options(${target} PRIVATE ${macro_paths} ${DYNTEST_WARNINGS})
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${T_MANIFEST}/bin
                          UNITY_BUILD OFF)  # no test is included by another file
    list(TRANSFORM tests REPLACE "^${T_ROOT}/(.+)$" "\"\\1\"" OUTPUT_VARIABLE files)
    list(JOIN files ",\n    " files)
    file(CONFIGURE OUTPUT ${T_MANIFEST}/${target}.json @ONLY CONTENT
"{\n  \"executable\": \"${T_MANIFEST}/bin/${target}\",\n  \"root\": \"${T_ROOT}\",\n  \"files\": [\n    ${files}\n  ]\n}\n")
    add_test(NAME ${target} COMMAND ${target} WORKING_DIRECTORY ${T_ROOT})
  endforeach()
endfunction()

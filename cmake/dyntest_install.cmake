# What `cmake --install build/<preset> --prefix P` puts where:
#
#   P/bin/dyntest
#   P/include/dyntest/       the rooms' public headers, as in src/: #include "testing/check/check.hpp"
#   P/lib/                   the rooms as libraries; object libraries stay objects, below lib/dyntest
#   P/lib/cmake/dyntest/     the package: find_package(dyntest) gives dyntest::check, dyntest::fixtures,
#                            … and the functions dyntest_add_tests and dyntest_patchable
#
# The target `installable` is all of it, built.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(DYNTEST_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/dyntest)
add_custom_target(installable)

# Called by dyntest_room for each room.
function(dyntest_install_room name folder internal)
  set(target dyntest_${name})
  set(scope PUBLIC)
  get_target_property(type ${target} TYPE)
  if(type STREQUAL INTERFACE_LIBRARY)
    set(scope INTERFACE)
  endif()
  # What links a sanitized library must be sanitized likewise; our own build has these as CXX flags.
  string(REGEX MATCHALL "-f(no-)?sanitize[^ ]*" sanitizers "${CMAKE_CXX_FLAGS}")
  foreach(flag IN LISTS sanitizers)
    target_compile_options(${target} INTERFACE $<INSTALL_INTERFACE:${flag}>)
    target_link_options(${target} INTERFACE $<INSTALL_INTERFACE:${flag}>)
  endforeach()
  target_include_directories(${target} ${scope}
                             $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/dyntest>)
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  install(TARGETS ${target} EXPORT dyntest ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
          OBJECTS DESTINATION ${CMAKE_INSTALL_LIBDIR}/dyntest)
  add_dependencies(installable ${target})
  if(internal)
    return()
  endif()
  string(REGEX REPLACE "^src" "${CMAKE_INSTALL_INCLUDEDIR}/dyntest" to ${folder})
  cmake_path(ABSOLUTE_PATH to BASE_DIRECTORY "\${CMAKE_INSTALL_PREFIX}")
  install(CODE "set(ROOM \"${CMAKE_CURRENT_SOURCE_DIR}\")
set(TO \"${to}\")
include(\"${CMAKE_CURRENT_FUNCTION_LIST_DIR}/dyntest_install_headers.cmake\")")
endfunction()

function(dyntest_install_package)
  install(TARGETS dyntest RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  add_dependencies(installable dyntest)
  install(EXPORT dyntest NAMESPACE dyntest:: FILE dyntest-targets.cmake
          DESTINATION ${DYNTEST_PACKAGE_DIR})
  set(package ${CMAKE_BINARY_DIR}/package)
  write_basic_package_version_file(${package}/dyntest-config-version.cmake
                                   COMPATIBILITY SameMinorVersion)
  install(FILES cmake/dyntest-config.cmake cmake/dyntest_add_tests.cmake
                cmake/dyntest_patchable.cmake ${package}/dyntest-config-version.cmake
          DESTINATION ${DYNTEST_PACKAGE_DIR})
endfunction()

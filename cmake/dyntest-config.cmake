# find_package(dyntest REQUIRED): the targets dyntest::check, dyntest::main, dyntest::fixtures,
# dyntest::doubles, …, one for each room, and the functions dyntest_add_tests and dyntest_patchable.
#
# find_package(dyntest REQUIRED COMPONENTS property) insists on what dyntest::property stands on,
# RapidCheck, which others do without.

include(CMakeFindDependencyMacro)
find_dependency(CLI11)
find_dependency(CURL)
find_dependency(PkgConfig)
find_dependency(fmt)
find_dependency(nlohmann_json)
find_dependency(tinyxml2)
find_dependency(tl-expected)
if(NOT TARGET PkgConfig::cnats)
  pkg_check_modules(cnats QUIET IMPORTED_TARGET libnats)
  if(NOT TARGET PkgConfig::cnats)
    set(dyntest_FOUND FALSE)
    set(dyntest_NOT_FOUND_MESSAGE "dyntest needs the NATS client, libnats (Debian: libnats-dev)")
    return()
  endif()
endif()
find_package(rapidcheck QUIET)
set(dyntest_property_FOUND ${rapidcheck_FOUND})

include(${CMAKE_CURRENT_LIST_DIR}/dyntest-targets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/dyntest_add_tests.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/dyntest_patchable.cmake)

foreach(component IN LISTS dyntest_FIND_COMPONENTS)
  if(TARGET dyntest::${component} AND NOT DEFINED dyntest_${component}_FOUND)
    set(dyntest_${component}_FOUND TRUE)
  endif()
  if(dyntest_FIND_REQUIRED_${component} AND NOT dyntest_${component}_FOUND)
    set(dyntest_FOUND FALSE)
    set(dyntest_NOT_FOUND_MESSAGE "dyntest::${component} cannot be used: there is no such room, or \
the library that it stands on is not installed (property: RapidCheck)")
  endif()
endforeach()

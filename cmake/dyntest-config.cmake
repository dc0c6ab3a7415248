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
# What pkg-config knows: a target's name, that of the library, and what to call it. A macro, so that
# return() ends this file.
macro(dyntest_detail_find target library title)
  if(NOT TARGET PkgConfig::${target})
    pkg_check_modules(${target} QUIET IMPORTED_TARGET ${library})
    if(NOT TARGET PkgConfig::${target})
      set(dyntest_FOUND FALSE)
      set(dyntest_NOT_FOUND_MESSAGE "dyntest needs ${title} (Debian: ${library}-dev)")
      return()
    endif()
  endif()
endmacro()
dyntest_detail_find(cnats libnats "the NATS client, libnats")
dyntest_detail_find(mnl libmnl libmnl)
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

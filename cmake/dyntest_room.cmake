# A room is a folder = a static library = a namespace. Its CMakeLists.txt is one call:
#
#   dyntest_room(etcd NEEDS base net LIBRARIES nlohmann_json::nlohmann_json)
#
# NEEDS      rooms that its headers and sources may include; each must have been configured before
# LIBRARIES  what it takes from outside; a library stays inside one room
# OBJECTS    link as an object library, so that static registrations are not lost
# APART      its sources have names that meet, and are not joined in a unity build
# INTERNAL   no test includes its headers: they are not installed
#
# Other projects know the room as dyntest::etcd (dyntest_install.cmake).
#
# The rooms and their declared needs are written to <build>/rooms.json, against which the tidy test
# compares every #include.

set(DYNTEST_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
                     -Wold-style-cast -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # Both warn for no reason about optimised code with std::string (GCC bugs 105651 and 105562).
  list(APPEND DYNTEST_WARNINGS -Wno-restrict)
  if(CMAKE_BUILD_TYPE STREQUAL Release)
    list(APPEND DYNTEST_WARNINGS -Wno-maybe-uninitialized)
  endif()
endif()

function(dyntest_room name)
  cmake_parse_arguments(ROOM "OBJECTS;INTERNAL;APART" "" "NEEDS;LIBRARIES" ${ARGN})
  foreach(need IN LISTS ROOM_NEEDS)
    if(NOT TARGET dyntest_${need})
      message(FATAL_ERROR "room '${name}' needs '${need}', which is not configured before it")
    endif()
  endforeach()
  file(GLOB sources CONFIGURE_DEPENDS *.cpp detail/*.cpp)
  set(kind STATIC)
  if(ROOM_OBJECTS)
    set(kind OBJECT)
  elseif(NOT sources)
    set(kind INTERFACE)
  endif()
  set(scope PUBLIC)
  if(kind STREQUAL INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(dyntest_${name} ${kind} ${sources})
  add_library(dyntest::${name} ALIAS dyntest_${name})
  if(ROOM_OBJECTS OR ROOM_APART)  # what registers itself must not be included
    set_target_properties(dyntest_${name} PROPERTIES UNITY_BUILD OFF)
  endif()
  target_compile_features(dyntest_${name} ${scope} cxx_std_20)
  target_include_directories(dyntest_${name} ${scope} $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/src>)
  list(TRANSFORM ROOM_NEEDS PREPEND dyntest_ OUTPUT_VARIABLE targets)
  target_link_libraries(dyntest_${name} ${scope} ${targets} ${ROOM_LIBRARIES})
  if(NOT kind STREQUAL INTERFACE)
    target_compile_options(dyntest_${name} PRIVATE ${DYNTEST_WARNINGS})
  endif()
  file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  dyntest_install_room(${name} ${folder} ${ROOM_INTERNAL})
  list(TRANSFORM ROOM_NEEDS REPLACE "(.+)" "\"\\1\"")
  list(JOIN ROOM_NEEDS ", " needs)
  set_property(GLOBAL APPEND PROPERTY DYNTEST_ROOMS
               "  {\"room\": \"${name}\", \"folder\": \"${folder}\", \"needs\": [${needs}]}")
endfunction()

function(dyntest_write_rooms)
  get_property(rooms GLOBAL PROPERTY DYNTEST_ROOMS)
  list(JOIN rooms ",\n" lines)
  file(WRITE ${CMAKE_BINARY_DIR}/rooms.json "[\n${lines}\n]\n")
endfunction()

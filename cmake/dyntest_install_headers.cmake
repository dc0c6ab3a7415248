# Installs a room's public headers. It runs when `cmake --install` does, and so sees the headers that
# are there then, not those of the last configuration. From dyntest_install.cmake, or by itself:
#
#   cmake -D ROOM=src/testing/check -D TO=/prefix/include/dyntest/testing/check -P …
#
# Of detail/ it takes only what a public header includes, directly or through another of detail/.

cmake_minimum_required(VERSION 3.25)
file(GLOB todo ${ROOM}/*.hpp)
set(headers)
while(todo)
  list(POP_FRONT todo header)
  list(APPEND headers ${header})
  file(STRINGS ${header} includes REGEX "^#include \".*/detail/")
  foreach(include IN LISTS includes)
    string(REGEX REPLACE ".*/(detail/[^\"]+)\".*" "${ROOM}/\\1" private ${include})
    if(NOT private IN_LIST headers AND NOT private IN_LIST todo)
      list(APPEND todo ${private})
    endif()
  endforeach()
endwhile()

foreach(header IN LISTS headers)
  file(RELATIVE_PATH path ${ROOM} ${header})
  cmake_path(GET path PARENT_PATH folder)
  file(INSTALL ${header} DESTINATION ${TO}/${folder})
endforeach()

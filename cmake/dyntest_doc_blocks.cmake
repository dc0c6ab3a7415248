# dyntest_extract_blocks(README.md folder): writes every fenced block that names a file, such as
#
#   ```cpp tests/unit/test_unit_router_prefix.cpp
#
# to that file below `folder`, so that what a page shows is what is compiled and run.
function(dyntest_extract_blocks page folder)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${page})
  file(READ ${page} rest)
  set(fence "\n```")
  while(TRUE)
    string(FIND "${rest}" "${fence}" begin)
    if(begin EQUAL -1)
      return()
    endif()
    math(EXPR begin "${begin} + 4")
    string(SUBSTRING "${rest}" ${begin} -1 rest)
    string(FIND "${rest}" "\n" line_end)
    string(SUBSTRING "${rest}" 0 ${line_end} info)
    string(SUBSTRING "${rest}" ${line_end} -1 rest)
    string(FIND "${rest}" "${fence}" end)
    string(SUBSTRING "${rest}" 1 ${end} block)
    math(EXPR end "${end} + 4")
    string(SUBSTRING "${rest}" ${end} -1 rest)
    if(info MATCHES "^[a-z]+ ([^ ]+)$")
      file(CONFIGURE OUTPUT ${folder}/${CMAKE_MATCH_1} CONTENT "${block}" @ONLY)
    endif()
  endwhile()
endfunction()

# SPDX-License-Identifier: MIT
include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)

run(succeeds)
file(READ ${CMAKE_CURRENT_LIST_DIR}/quickstart.txt expected)
if(NOT output STREQUAL expected)
  message(FATAL_ERROR "quickstart printed\n${output}instead of\n${expected}")
endif()

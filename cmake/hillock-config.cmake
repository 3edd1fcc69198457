# find_package(hillock): a missing or too old xsimd is told in find_package's own message, so that both REQUIRED
# and optional searches do what they promise.
include(${CMAKE_CURRENT_LIST_DIR}/hillock-xsimd.cmake)
if(hillock_xsimd_problem)
  set(hillock_FOUND FALSE)
  set(hillock_NOT_FOUND_MESSAGE "${hillock_xsimd_problem}")
else()
  include(${CMAKE_CURRENT_LIST_DIR}/hillock-targets.cmake)
endif()

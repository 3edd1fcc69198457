# SPDX-License-Identifier: MIT
include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)

run(succeeds)
expect_message("${output}" "weights differ from long double by [0-9.]+e-0[789] of their size at most, gradients by [0-9.]+e-(0[89]|1)")
expect_message("${output}" "49.5 % of the weights are masked, and exactly zero, as their gradients")

# SPDX-License-Identifier: MIT
include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)

run_each_way(--epochs 20)
expect_files(losses.csv surfaces.csv pre_activations.csv log_surface.gp)
if(gnuplot)
  expect_files(surfaces.svg surfaces.png losses.svg losses.png)
endif()

file(STRINGS ${OUT}/losses.csv rows)
list(GET rows 0 names)
list(POP_BACK rows last)
if(NOT names STREQUAL "epoch,relu,sigmoid,tanh,none" OR NOT last MATCHES "^20,([^,]+),[^,]+,[^,]+,([^,]+)$")
  message(FATAL_ERROR "losses.csv begins with ${names} and ends with ${last}")
endif()
if(NOT CMAKE_MATCH_1 LESS 0.1 OR CMAKE_MATCH_2 LESS 1)
  message(FATAL_ERROR "ReLU's error is ${CMAKE_MATCH_1}, that of no activation ${CMAKE_MATCH_2}")
endif()

run(fails --epochs 0)
expect_message("${complaint}" "--epochs needs a whole number from 1")
run(fails --seed=-1)
expect_message("${complaint}" "--seed needs a whole number")

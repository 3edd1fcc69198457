# SPDX-License-Identifier: MIT
# For the tests of the examples: RUN is the command line of the program, OUT a directory of the test's own.
cmake_minimum_required(VERSION 3.23)

list(REMOVE_ITEM RUN "")
list(POP_FRONT RUN command)
find_program(path ${command} REQUIRED NO_CACHE) # found before a test hides gnuplot
list(PREPEND RUN ${path})
file(REMOVE_RECURSE ${OUT})

# run(succeeds|fails ARGUMENT...) sets `output` and `complaint` to what was printed.
macro(run wish)
  execute_process(COMMAND ${RUN} ${ARGN} OUTPUT_VARIABLE output ERROR_VARIABLE complaint RESULT_VARIABLE result)
  if((wish STREQUAL "succeeds" AND NOT result STREQUAL "0") OR (wish STREQUAL "fails" AND NOT result STREQUAL "1"))
    message(FATAL_ERROR "'${ARGN}' ended with ${result}.\n${output}${complaint}")
  endif()
endmacro()

function(expect_message text pattern)
  if(NOT text MATCHES "${pattern}")
    message(FATAL_ERROR "No '${pattern}' in:\n${text}")
  endif()
endfunction()

# Every file is there and holds something.
function(expect_files)
  foreach(file ${ARGN})
    set(size 0)
    if(EXISTS ${OUT}/${file})
      file(SIZE ${OUT}/${file} size)
    endif()
    if(size EQUAL 0)
      message(FATAL_ERROR "${OUT}/${file} is missing or empty.")
    endif()
  endforeach()
endfunction()

# The number of files whose names match.
function(expect_count wanted pattern)
  file(GLOB found ${OUT}/${pattern})
  list(LENGTH found count)
  if(NOT count EQUAL wanted)
    message(FATAL_ERROR "${wanted} files should be ${OUT}/${pattern}, not ${count}: ${found}")
  endif()
endfunction()

# The program without gnuplot, with wrong calls, and last with gnuplot if this machine has it; sets `gnuplot`.
macro(run_each_way)
  find_program(gnuplot gnuplot NO_CACHE)
  set(search_path $ENV{PATH})
  set(ENV{PATH} /nowhere)
  run(succeeds --out ${OUT} ${ARGN})
  set(ENV{PATH} ${search_path})
  expect_message("${output}" "no gnuplot")
  expect_count(0 *.png)

  run(fails --nonsense)
  expect_message("${complaint}" "unknown argument '--nonsense'")
  run(fails --out)
  expect_message("${complaint}" "--out needs a value")
  run(fails --out ${CMAKE_CURRENT_LIST_FILE})
  expect_message("${complaint}" "a file has that name")

  run(succeeds --out ${OUT} ${ARGN})
  expect_count(0 *.part)
endmacro()

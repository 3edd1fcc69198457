# The benchmark runs, its table lists every function, and wrong calls are told. Nothing here looks at a time.
# SPDX-License-Identifier: MIT
cmake_minimum_required(VERSION 3.23)

# Runs hillock-bench and requires its exit status and a text in what it prints.
function(expect status text)
  execute_process(COMMAND ${BENCH} ${ARGN}
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output WORKING_DIRECTORY ${FOLDER})
  string(JOIN " " call hillock-bench ${ARGN})
  if(NOT result STREQUAL status)
    message(FATAL_ERROR "${call}: status ${result}, expected ${status}\n${output}")
  endif()
  if(NOT output MATCHES "${text}")
    message(FATAL_ERROR "${call}: \"${text}\" is not in its output:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

set(quick --benchmark_min_time=0.00001 --benchmark_repetitions=1)

expect(0 "^function " ${quick} "--benchmark_filter=/(value|forward(_causal|_alibi)?)/float/16(384x16)?/")
execute_process(COMMAND ${NAMES} OUTPUT_VARIABLE lines COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE "\n$" "" lines "${lines}")
string(REPLACE "\n" ";" lines "${lines}")
foreach(line IN LISTS lines)
  if(NOT output MATCHES "\n${line}")
    message(FATAL_ERROR "${line} is not in the table:\n${output}")
  endif()
endforeach()

file(WRITE ${FOLDER}/numbers.txt "0.5\n-1e3\n")
expect(0 "tanh +derivative .*the 2 numbers of numbers.txt" ${quick} --short numbers.txt
  --benchmark_filter=tanh/derivative/float/16/)
expect(0 "\"name\": \"relu/backward/double/1/file/std\"" ${quick} --input numbers.txt --benchmark_format=json
  --benchmark_filter=relu/backward/double/1/)

expect(0 "\nrelu +value +float +2048 +[0-9.]+ .*\nNAME +ns per element" ${quick}
  --benchmark_filter=relu/value/float/2048/normal/)
# Over rows hillock's error is below two ulp, and the textbook's loop's is not.
expect(0 "\nsoftmax +forward +float +4096x64 +[0-9.]+ +[01]\\.[0-9]+ +[0-9.]+ +([2-9]\\.|[1-9][0-9])" ${quick}
  --benchmark_filter=softmax/forward/float/4096x64/normal/)
expect(0 "\nswiglu +forward +float +2048 .*\nNAME +ns per element" ${quick}
  --benchmark_filter=swiglu/forward/float/2048/normal/)

expect(0 "\ntanh +value +[0-9.]+ .*\ntanh +derivative +[0-9.]+ .*\ntanh +[0-9.]+ .* ok, [0-9]+ missed" --bar tanh)
set(ratio "+float +[0-9x]+ +[^\n]+ +[0-9.]+ +[0-9.]+ +[0-9.-]+ +[0-9.]+ ")
expect(0 "\nsoftmax +forward ${ratio}.*\nsoftmax +backward_from_output ${ratio}.* ok, [0-9]+ missed" --bar softmax)
expect(0 "\nswiglu +forward .*\nswiglu +backward .* ok, [0-9]+ missed" --bar swiglu)

file(WRITE ${FOLDER}/words.txt "0.5\n1.5 volts\n")
file(WRITE ${FOLDER}/empty.txt "")
expect(2 "words.txt:2: expected one number, found \"1.5 volts\"" --input words.txt)
expect(2 "empty.txt: holds no numbers" --input empty.txt)
expect(2 "missing.txt: cannot be read" --short missing.txt)
expect(2 "--input needs a file" --input)
expect(2 "unknown argument --fast" --fast)
expect(2 "no function is named fast" --bar fast)
expect(1 "" --benchmark_filter=no_such_activation)

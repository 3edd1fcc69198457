#!/usr/bin/env bash
# bits_test.sh CPU_FLAG PROGRAM...: in each program all paths agree, and all programs print the same hashes. They are for
# one instruction set, which the CPU has if /proc/cpuinfo names the flag. Programs without optimisation (-O0- in the name)
# take fewer inputs, since they are up to a hundred times slower.
# SPDX-License-Identifier: MIT
set -uo pipefail

if ! grep -qw "$1" /proc/cpuinfo; then
  echo "Skipped: this CPU has no $1."
  exit 77
fi
shift

status=0
compare() { # INPUTS PROGRAM...
  local inputs=$1 program
  shift
  for program; do
    if ! "$program" "$inputs" >"$program.txt"; then
      echo "${program##*/}: paths disagree, or the program died"
      grep -B 4 'differ' "$program.txt" | head -n 40
      status=1
    fi
    if ! cmp -s <(grep '>' "$1.txt") <(grep '>' "$program.txt"); then
      echo "${1##*/} and ${program##*/} differ in bits:"
      diff <(grep '>' "$1.txt") <(grep '>' "$program.txt") | grep '^[<>]' | head -n 20
      status=1
    fi
  done
  echo "$inputs inputs, $# programs, $(grep -c '>' "$1.txt") quantities each."
}

optimised=()
for program; do
  [[ $program == *-O0-* ]] || optimised+=("$program")
done
((!${#optimised[@]})) || compare 25000 "${optimised[@]}"
compare 9000 "$@" # every exponent of double, with both signs
exit $status

#!/usr/bin/env bash
# bits_report.sh PROGRAM...: how many quantities differ in bits between programs for different instruction sets, after
# bits_test.sh ran them. No failure: sums over rows have another order, and without an fma products are rounded.
# SPDX-License-Identifier: MIT
set -uo pipefail

for a; do
  shift
  for b; do
    [[ -e $a.txt && -e $b.txt ]] || continue
    differing=$(diff <(grep '>' "$a.txt") <(grep '>' "$b.txt") | grep -c '^<')
    echo "$(head -n 1 "$a.txt") and $(head -n 1 "$b.txt"): $differing of $(grep -c '>' "$a.txt") quantities differ"
  done
done
